import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { StreamEventName, StreamEvents } from '#shared/contract/stream'

type NewsItem = { [Name in StreamEventName]: { name: Name; data: StreamEvents[Name] } }[StreamEventName]

/** A staff screen's stream of news, every item kept. */
export interface NewsStream extends Disposable {
  /** What has come under one name, oldest first. */
  of<Name extends StreamEventName>(name: Name): StreamEvents[Name][]
  /** The first item, of those that have come and those that will, that fits. @throws Error after `timeoutMs` */
  until<Name extends StreamEventName>(
    name: Name,
    fits: (data: StreamEvents[Name]) => boolean,
    timeoutMs?: number,
  ): Promise<StreamEvents[Name]>
}

/** Connects with the cookie of somebody who has signed in. */
export async function openNewsStream(url: string, cookie: string): Promise<NewsStream> {
  const request = get(`${url}/api/v1/stream`, { headers: { cookie } })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  if (answer.statusCode !== 200) throw new Error(`The stream answered ${String(answer.statusCode)}`)
  const items: NewsItem[] = []
  const listeners = new Set<() => void>()
  let unread = ''
  answer.setEncoding('utf8').on('data', (text: string) => {
    const parts = (unread + text).split('\n\n')
    unread = parts.pop() ?? ''
    items.push(...parts.flatMap(parse))
    for (const listener of listeners) listener()
  })
  // The server may end first.
  answer.on('error', () => undefined)
  request.on('error', () => undefined)

  const of = <Name extends StreamEventName>(name: Name) =>
    items.flatMap((item) => (item.name === name ? [item.data as StreamEvents[Name]] : []))

  return {
    of,
    until: (name, fits, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const end = () => {
          listeners.delete(look)
          clearTimeout(timer)
        }
        const look = () => {
          const found = of(name).find(fits)
          if (found === undefined) return
          end()
          resolve(found)
        }
        const timer = setTimeout(() => {
          end()
          reject(
            new Error(
              `Waited ${String(timeoutMs)} ms for ${name} after ${String(of(name).length)} others, lastly ${JSON.stringify(of(name).at(-1))}`,
            ),
          )
        }, timeoutMs)
        listeners.add(look)
        look()
      }),
    [Symbol.dispose]: () => {
      request.destroy()
    },
  }
}

function parse(message: string): NewsItem[] {
  const name = /^event: (.*)$/m.exec(message)?.[1]
  const data = /^data: (.*)$/m.exec(message)?.[1]
  return name === undefined || data === undefined ? [] : [{ name, data: JSON.parse(data) } as NewsItem]
}
