import { session } from 'electron'

export interface FetchedDocument {
  /** Without parameters: `application/pdf`. */
  contentType: string
  bytes: Buffer
}

/** Fetches a document of our server with the window's session; undefined where the server does not give it. */
export async function fetchDocument(url: string): Promise<FetchedDocument | undefined> {
  try {
    const answer = await session.defaultSession.fetch(url, { credentials: 'include' })
    if (!answer.ok) return undefined
    const [contentType = ''] = (answer.headers.get('content-type') ?? '').split(';')
    return { contentType: contentType.trim().toLowerCase(), bytes: Buffer.from(await answer.arrayBuffer()) }
  } catch {
    return undefined
  }
}
