import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { TLSSocket } from 'node:tls'
import type { SwishAnswer, SwishRequest } from '../../transport'
import type { SimulatorEngine } from '../engine'
import { drawCommerceQr, drawPrefilledQr } from '../qr-generator'
import { readJson, takesContentType } from '../requests'
import { readBody } from './read-body'

export const apiPath = '/swish-cpcapi'
export const qrPath = '/qrg-swish/api/v1'

/** Names as Swish writes them. */
const headerNames: Record<string, string> = {
  'content-length': 'Content-Length',
  'content-type': 'Content-Type',
  location: 'Location',
  paymentrequesttoken: 'PaymentRequestToken',
}

const methods: ReadonlySet<string> = new Set(['GET', 'PUT', 'POST', 'PATCH'] satisfies SwishRequest['method'][])
const isMethod = (method: string): method is SwishRequest['method'] => methods.has(method)

const drawings: Partial<Record<string, typeof drawCommerceQr>> = {
  [`${qrPath}/commerce`]: drawCommerceQr,
  [`${qrPath}/prefilled`]: drawPrefilledQr,
}

/** Answers Swish's API, and its QR generator where that is asked for. */
export function createApiListener(engine: SimulatorEngine, { qr }: { qr: boolean }): RequestListener {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (engine.line() === 'down') {
      request.socket.destroy()
      return
    }
    const [path = '/'] = (request.url ?? '/').split('?')
    const body = await readBody(request)
    if (body === undefined) {
      response.writeHead(413, { connection: 'close' }).end()
      return
    }
    const draw = drawings[path]
    if (qr && draw !== undefined) return drawQr(draw, request, body, response)
    if (!path.startsWith(`${apiPath}/`)) {
      response.writeHead(404).end()
      return
    }
    return answerApi(path.slice(apiPath.length), request, body, response)
  }

  async function answerApi(path: string, request: IncomingMessage, body: string, response: ServerResponse) {
    const { method = '' } = request
    if (!isMethod(method)) {
      response.writeHead(405, { 'Content-Length': 0 }).end()
      return
    }
    const contentType = request.headers['content-type']
    const reply = await engine.handle(
      { method, path, body, ...(contentType !== undefined && { contentType }) },
      certificateNumber(request),
    )
    if (reply.kind === 'answer') write(response, reply.answer)
    else if (reply.kind === 'dropped') request.socket.destroy()
  }

  return (request, response) => {
    answer(request, response).catch(() => request.socket.destroy()) // Whoever asked has broken off.
  }
}

async function drawQr(draw: typeof drawCommerceQr, request: IncomingMessage, body: string, response: ServerResponse) {
  const isPost = request.method === 'POST'
  if (!isPost || !takesContentType('create_payment', request.headers['content-type'])) {
    response.writeHead(isPost ? 415 : 405, { 'Content-Length': 0 }).end()
    return
  }
  const { status, contentType, body: picture } = await draw(readJson(body))
  response.writeHead(status, {
    'Content-Length': picture.length,
    ...(contentType !== undefined && { 'Content-Type': contentType }),
  })
  response.end(picture)
}

function write(response: ServerResponse, { status, headers, body }: SwishAnswer): void {
  const named = Object.entries(headers).map(([name, value]) => [headerNames[name] ?? name, value])
  response.writeHead(status, Object.fromEntries(named) as Record<string, string>).end(body)
}

/** The common name in the caller's certificate; empty where it has none, undefined on a line without TLS. */
function certificateNumber({ socket }: IncomingMessage): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const { CN } = socket.getPeerCertificate().subject
  return typeof CN === 'string' ? CN : ''
}
