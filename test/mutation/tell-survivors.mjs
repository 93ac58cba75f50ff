import { readFileSync } from 'node:fs'

/** Says which changes no test noticed as they are found: a run takes an hour and more, and one that is broken off has told something, too. */
class TellSurvivors {
  onMutantTested({ status, fileName, location, mutatorName, replacement }) {
    if (status !== 'Survived' && status !== 'NoCoverage') return
    const { start, end } = location
    const lines = readFileSync(fileName, 'utf8').split('\n')
    const was = start.line === end.line ? lines[start.line - 1]?.slice(start.column - 1, end.column - 1) : '…'
    const shortened = (replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 100)
    console.log(`${status} ${fileName}:${start.line}:${start.column} ${mutatorName}: ${was} -> ${shortened}`)
  }
}

export const strykerPlugins = [{ kind: 'Reporter', name: 'survivors', injectableClass: TellSurvivors }]
