import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createCertificateBundle, pkcs12Password } from './authority'

/** Where the certificates of a simulator are, for whoever starts a client. */
export interface ClientFiles {
  /** PEM: the root to trust. */
  ca: string
  /** PEM: the client's chain, leaf first. */
  certificate: string
  /** PEM, PKCS#8, not encrypted. */
  key: string
  /** The client's chain and key in one. */
  p12: string
  p12Password: string
}

export interface ServerCertificate {
  ca: string
  cert: string
  key: string
}

const remakeDaysAhead = 30
const dayMs = 86_400_000

const names = {
  ca: 'ca.pem',
  serverChain: 'server.pem',
  serverKey: 'server.key',
  p12: (number: string) => `${number}.p12`,
  chain: (number: string) => `${number}.pem`,
  key: (number: string) => `${number}.key`,
}

/**
 * The certificates in a folder: those of an earlier start while they last, else new ones.
 *
 * @param clientNumber the Swish number in the client's certificate
 * @throws Error of the file system, where the folder cannot be written
 */
export async function openCertificateFiles(
  folder: string,
  clientNumber: string,
  now: Date,
): Promise<{ server: ServerCertificate; client: ClientFiles }> {
  const certificates = join(folder, 'certificates')
  const at = (name: string) => join(certificates, name)
  if (!(await isUsable(at, clientNumber, now))) await makeFolder(certificates, clientNumber, now)
  return {
    server: {
      ca: await readFile(at(names.ca), 'utf8'),
      cert: await readFile(at(names.serverChain), 'utf8'),
      key: await readFile(at(names.serverKey), 'utf8'),
    },
    client: {
      ca: at(names.ca),
      certificate: at(names.chain(clientNumber)),
      key: at(names.key(clientNumber)),
      p12: at(names.p12(clientNumber)),
      p12Password: pkcs12Password,
    },
  }
}

async function isUsable(at: (name: string) => string, number: string, now: Date): Promise<boolean> {
  const needed = [names.ca, names.serverKey, names.key(number), names.p12(number)]
  if (!needed.every((name) => existsSync(at(name)))) return false
  try {
    const ends = await Promise.all(
      [names.serverChain, names.chain(number)].map(async (name) =>
        Date.parse(new X509Certificate(await readFile(at(name))).validTo),
      ),
    )
    return ends.every((end) => end - now.getTime() > remakeDaysAhead * dayMs)
  } catch {
    return false // One is missing or damaged: all are made anew, since they belong together.
  }
}

/** All or nothing: a start that was broken off leaves no half of a set. */
async function makeFolder(folder: string, number: string, now: Date): Promise<void> {
  const bundle = await createCertificateBundle(number, now)
  const unfinished = `${folder}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  const files: Record<string, string | Buffer> = {
    [names.ca]: bundle.root,
    [names.serverChain]: bundle.server.chain,
    [names.serverKey]: bundle.server.key,
    [names.chain(number)]: bundle.client.chain,
    [names.key(number)]: bundle.client.key,
    [names.p12(number)]: bundle.clientPkcs12,
  }
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(unfinished, name), content, { mode: 0o600 })
  }
  await rm(folder, { recursive: true, force: true })
  await rename(unfinished, folder)
}
