import { fullName } from '../company/company.ts'
import { toolName, writeArguments } from '../model/tool-arguments.ts'
import { say } from '../scene.ts'
import { happens, type Talk } from './talk.ts'

/**
 * What models do when an appointment has been made: book it again because the caller asks whether it is booked, or under
 * the right name because the first was heard wrongly. Whoever wanted one appointment still wants one.
 */
export async function afterwards(talk: Talk): Promise<void> {
  const { scene, goal, booked } = talk
  if (goal.moves !== undefined) return
  const book = async (args: Readonly<Record<string, unknown>>) => {
    const reply = await scene.stage.use(toolName(scene, 'book_appointment'), writeArguments(scene, args))
    scene.stage.agentSays(reply.say)
  }
  if (happens(talk, 'corrects_name')) {
    const name = `${fullName(goal.attendee)}-Beck`
    say(scene, 'name', { name })
    await book({ ...booked, name })
  }
  if (happens(talk, 'books_twice')) {
    scene.stage.callerSays(scene.language === 'de' ? 'Dann ist das jetzt gebucht, ja?' : 'So that is booked now, yes?')
    await book(booked)
  }
}
