import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of the build as Vite's manifest describes it. */
interface BuiltFile {
  file: string
  imports?: string[]
  css?: string[]
  assets?: string[]
}

/** The addresses of what the customer display's page loads, and of nothing else: `/assets/display-….js`. */
export async function listDisplayFiles(pagesFolder: string): Promise<Set<string>> {
  const manifest = JSON.parse(await readManifest(pagesFolder)) as Record<string, BuiltFile>
  const found = new Set<string>()
  const seen = new Set<string>()
  const waiting = ['display.html']
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const built = manifest[name]
    if (built === undefined || seen.has(name)) continue
    seen.add(name)
    for (const file of [built.file, ...(built.css ?? []), ...(built.assets ?? [])]) found.add(`/${file}`)
    waiting.push(...(built.imports ?? []))
  }
  return found
}

async function readManifest(pagesFolder: string): Promise<string> {
  try {
    return await readFile(join(pagesFolder, '.vite', 'manifest.json'), 'utf8')
  } catch (error) {
    // Pages that were never built: tests of the API do without.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}'
    throw error
  }
}
