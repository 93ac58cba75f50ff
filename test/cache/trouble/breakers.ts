import type { TroubleStage } from './stage.ts'

/** In how many companies, over all gateways, a calendar is left alone or probed, as the metrics tell it. */
export async function troubledCalendars({ gateways }: TroubleStage): Promise<{ open: number; halfOpen: number }> {
  let [open, halfOpen] = [0, 0]
  for (const { url } of gateways.children) {
    const text = await (await fetch(`${url}/metrics`)).text()
    open += Number(/^ringbook_calendar_breakers\{state="open"\} (\d+)$/m.exec(text)?.[1] ?? 0)
    halfOpen += Number(/^ringbook_calendar_breakers\{state="half_open"\} (\d+)$/m.exec(text)?.[1] ?? 0)
  }
  return { open, halfOpen }
}
