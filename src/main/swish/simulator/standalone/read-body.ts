import type { IncomingMessage } from 'node:http'

/** Bytes; a request of Swish's has some hundred. */
const maxBodyBytes = 65_536

/** @returns undefined when it is too long. Rejects when the sender breaks off. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxBodyBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
