// Completes package-lock.json after an install from a registry that lacks packages meant for other machines: npm leaves
// those out of the lock, and "npm ci" then refuses it everywhere. Adds each as optional, for its system alone.
import { readFileSync, writeFileSync } from 'node:fs'

const path = process.argv[2] ?? 'package-lock.json'
const lock = JSON.parse(readFileSync(path, 'utf8'))
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32']
const PROCESSORS = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32', 'loong64', 'mips64el']

let added = 0
for (const [owner, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const place = `node_modules/${name}`
    if (lock.packages[place] || lock.packages[`${owner}/${place}`]) continue
    const words = name.split('/').at(-1).split('-')
    const os = SYSTEMS.filter((system) => words.includes(system))
    const cpu = PROCESSORS.filter((processor) => words.includes(processor))
    if (os.length === 0 || cpu.length === 0)
      throw new Error(`${name} is missing, and its name does not say for whom it is`)
    lock.packages[place] = { version, cpu, ...(dev && { dev }), optional: true, os }
    added += 1
  }
}
const inOrder = Object.entries(lock.packages).toSorted(([one], [other]) => one.localeCompare(other, 'en'))
writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(inOrder) }, undefined, 2)}\n`)
process.stdout.write(`${added} added\n`)
