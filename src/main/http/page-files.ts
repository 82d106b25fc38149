import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of the build as Vite's manifest describes it. */
interface BuiltFile {
  file: string
  imports?: string[]
  dynamicImports?: string[]
  css?: string[]
  assets?: string[]
}

type Manifest = Record<string, BuiltFile>

/** The addresses of what a page loads, at once or later, and of nothing else: `/assets/display-….js`. @param page `display.html` */
export async function listPageFiles(pagesFolder: string, page: string): Promise<Set<string>> {
  const manifest = await readManifest(pagesFolder)
  const found = new Set<string>()
  const seen = new Set<string>()
  const waiting = [page]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const built = manifest[name]
    if (built === undefined || seen.has(name)) continue
    seen.add(name)
    for (const file of [built.file, ...(built.css ?? []), ...(built.assets ?? [])]) found.add(`/${file}`)
    waiting.push(...(built.imports ?? []), ...(built.dynamicImports ?? []))
  }
  return found
}

/** Where the build has put a source: a path below the pages' folder; undefined for pages that were never built. */
export const findBuiltFile = async (pagesFolder: string, source: string): Promise<string | undefined> =>
  (await readManifest(pagesFolder))[source]?.file

async function readManifest(pagesFolder: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(pagesFolder, '.vite', 'manifest.json'), 'utf8')) as Manifest
  } catch (error) {
    // Pages that were never built: tests of the API do without.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}
