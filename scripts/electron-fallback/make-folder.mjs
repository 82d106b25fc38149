// Makes a folder of the cache so that it is there whole or not at all, whoever else is making it at the same time.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

/** Lets `fill` work in a new folder beside `folder`; the folder it returns then takes that name. */
export async function makeFolder(folder, fill) {
  mkdirSync(dirname(folder), { recursive: true })
  const workFolder = mkdtempSync(`${folder}.making-`)
  try {
    const made = await fill(workFolder)
    try {
      renameSync(made, folder)
    } catch (error) {
      if (!existsSync(folder)) throw error // Otherwise somebody else was quicker, and theirs is as good.
    }
  } finally {
    rmSync(workFolder, { recursive: true, force: true })
  }
}
