import type { StreamEventName, StreamEvents } from '#shared/contract/stream'

export type StreamListener<Name extends StreamEventName> = (content: StreamEvents[Name]) => void

/** All of them: a kind that is not listed here would never be heard of. */
const heard: Record<StreamEventName, true> = {
  hello: true,
  catalogue: true,
  seats: true,
  order: true,
  payment_attempt: true,
  refund: true,
  swish: true,
  swish_simulator: true,
  check_in: true,
  doors: true,
  scan_conflict: true,
  mail: true,
  settings: true,
  shift: true,
  print_job: true,
}
const names = Object.keys(heard) as StreamEventName[]

/**
 * Opens the stream of news. It reports its loss once and does not connect again by itself: EventSource would give up for
 * good on an answer that is no stream, and say nothing.
 */
export function openStream(listener: {
  message: <Name extends StreamEventName>(name: Name, content: StreamEvents[Name]) => void
  lost: () => void
}): () => void {
  const source = new EventSource('/api/v1/stream')
  for (const name of names) {
    source.addEventListener(name, (message: MessageEvent<string>) => {
      listener.message(name, JSON.parse(message.data) as StreamEvents[typeof name])
    })
  }
  source.addEventListener('error', () => {
    source.close()
    listener.lost()
  })
  return () => {
    source.close()
  }
}
