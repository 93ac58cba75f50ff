import { writeOutLetters } from '../../speech/name-folding.ts'
import { resolveStaff, type StaffResolution } from '../../staff/resolve-staff.ts'
import { askedNames } from '../asked-names.ts'
import type { ToolVisit } from './tool.ts'

/** One of these has to be said for anybody to be meant; "Frei" alone is somebody's name. Folded. */
const anybodyWords = wordSet(
  'egal beliebig irgendwer irgendwem irgendjemand irgendjemandem niemand niemanden niemandem jeder jedem ' +
    'jede alle praeferenz wer wem any anyone anybody whoever whomever matter mind preference nobody',
)
/** And nothing but these besides. */
const wordsAround = wordSet(
  'ist es das mir uns ganz voellig eigentlich total doch ja bei bestimmtes bestimmten bestimmter kein keine keinen wunsch ' +
    'gerade frei da zeit hat haben als erstes zuerst am schnellsten kann koennte nun auch immer sie wollen ' +
    'is it s does doesn t not don i do one no in particular really free available first who can see me for',
)

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}

/** "Egal", "wer gerade frei ist", "no preference": an answer to with whom, but nobody's name. */
function isAnybody(said: string): boolean {
  // With its titles: "Herr Gleich" is somebody.
  const words = writeOutLetters(said).match(/\p{L}+/gu) ?? []
  const isSaid = words.some((word) => anybodyWords.has(word))
  return isSaid && words.every((word) => anybodyWords.has(word) || wordsAround.has(word))
}

/**
 * Whom the caller wants to see; null when nobody in particular. A name that is written just as our own question wrote it is
 * the answer to it: people whose names sound the same are told apart by how they are written.
 */
export function resolveStaffWish(
  { house, toolCall }: Pick<ToolVisit, 'house' | 'toolCall'>,
  said: string | undefined,
  branchId: string | null,
): StaffResolution | null {
  if (said === undefined || isAnybody(said)) return null
  const isAnswer = askedNames(toolCall.transcript).has(said.trim())
  return resolveStaff(house.staff, said, { branchId, isAnswer })
}
