import type { FastifyReply } from 'fastify'
import { edgeLimits } from '../edge-limits'

/** A comment keeps proxies and browsers from taking a quiet evening for a dead line. */
const HEARTBEAT_MS = 15_000

export interface EventStream {
  send: (name: string, data: unknown) => void
  end: () => void
  onClose: (work: () => void) => void
}

/** Makes a reply a stream of server-sent events. A listener that does not read is dropped when too much waits for it. */
export function openEventStream(reply: FastifyReply): EventStream {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  })
  let id = 0
  // One that has been ended closes only when the other side has heard of it; writing to it then would end the process.
  const write = (text: string) => {
    if (!raw.writableEnded) raw.write(text)
  }
  const heartbeat = setInterval(() => {
    write(':\n\n')
  }, HEARTBEAT_MS).unref()
  raw.once('close', () => {
    clearInterval(heartbeat)
  })
  return {
    send(name, data) {
      if (raw.writableLength > edgeLimits.maxUnsentStreamBytes) {
        raw.destroy()
        return
      }
      write(`id: ${++id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
    },
    end: () => raw.end(),
    onClose: (work) => raw.once('close', work),
  }
}
