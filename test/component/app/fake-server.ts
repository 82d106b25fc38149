import { vi } from 'vitest'

export interface FakeRequest {
  method: string
  /** Below /api/v1. */
  path: string
  headers: Headers
  body: unknown
}

/** What the fake server says to a request; `lost` cuts the connection before any answer. */
export type FakeAnswer = { status: number; body?: unknown } | 'lost'

/** Takes the place of `fetch`: answers with `answer` and keeps every request it saw. */
export function fakeServer(answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>): FakeRequest[] {
  const seen: FakeRequest[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const request: FakeRequest = {
      method: init.method ?? 'GET',
      path: url.replace('/api/v1', ''),
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    }
    seen.push(request)
    const said = await answer(request)
    if (said === 'lost') throw new TypeError('fetch failed')
    return new Response(said.body === undefined ? null : JSON.stringify(said.body), { status: said.status })
  })
  return seen
}

export const problem = (status: number, code: string, details: Record<string, unknown> = {}): FakeAnswer => ({
  status,
  body: { error: { code, message: code, details } },
})
