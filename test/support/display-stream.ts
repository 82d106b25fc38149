import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { DisplayState } from '#shared/contract/display-api'
import { waitUntil } from './wait-until'

/** A customer's screen, every state that it was told kept. */
export interface DisplayStream extends Disposable {
  status: number
  states: DisplayState[]
  /** Whether the server has ended it. */
  ended: () => boolean
  /** The newest state once it fits. @throws Error when it does not in time */
  until: (fits: (shown: DisplayState['shown']) => boolean) => Promise<DisplayState['shown']>
}

export async function openDisplayStream(address: string): Promise<DisplayStream> {
  // A connection of its own: one that a switched-off screen has left may be closed at any moment.
  const request = get(`${address}/stream`, { agent: false })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  const states: DisplayState[] = []
  let ended = false
  let unread = ''
  answer.setEncoding('utf8').on('data', (text: string) => {
    const parts = (unread + text).split('\n\n')
    unread = parts.pop() ?? ''
    for (const part of parts) {
      const state = /^data: (.*)$/m.exec(part)?.[1]
      if (state !== undefined) states.push(JSON.parse(state) as DisplayState)
    }
  })
  for (const event of ['end', 'error', 'close']) answer.on(event, () => (ended = true))
  request.on('error', () => (ended = true))
  return {
    status: answer.statusCode ?? 0,
    states,
    ended: () => ended,
    async until(fits) {
      const last = () => states.at(-1)?.shown
      try {
        return await waitUntil('the display', async () => {
          const shown = last()
          return shown !== undefined && fits(shown) && shown
        })
      } catch (error) {
        throw new Error(`It shows ${JSON.stringify(last())}`, { cause: error })
      }
    },
    [Symbol.dispose]: () => {
      request.destroy()
    },
  }
}
