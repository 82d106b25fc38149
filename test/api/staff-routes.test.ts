/** Every route of the staff API: who may call it, and what it makes of requests that nobody should send. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBoxOffice, type BoxOffice } from '../support/box-office'
import { badBodies } from '../support/malformed-requests'
import { rawRequest, sendRaw, type RawAnswer } from '../support/raw-http'
import { signInAs, type StaffApi } from '../support/staff-api'
import { listStaffRoutes, type JsonSchema, type StaffRoute } from '../support/staff-routes'
import { findViolations, hashTables } from '../support/stored-data'

type Who = 'anybody' | 'door' | 'cashier' | 'manager'

/** The least that may call it: a door is a stranger who has signed in, a cashier may all that a door may, and so on. */
const leastOf: Record<string, Who> = {
  getServer: 'anybody',
  setUp: 'anybody',
  listStaffUsers: 'anybody',
  signIn: 'anybody',
  signOut: 'anybody',
  getSession: 'anybody',
  streamNews: 'door',
  getCatalogue: 'door',
  getAdmissions: 'door',
  scanTicket: 'door',
  uploadScans: 'door',
  listDoors: 'door',
  searchAtDoor: 'door',
  listDoorEvents: 'door',
  getDoorList: 'door',
  listApprovers: 'door',
  undoScan: 'door',
  createDoor: 'manager',
  editDoor: 'manager',
  countEveryoneOut: 'manager',
  listScanConflicts: 'manager',
  resolveScanConflict: 'manager',
  blockTicket: 'cashier',
  unblockTicket: 'cashier',
  pairDevice: 'anybody',
  getCurrentDevice: 'anybody',
  beginPairing: 'manager',
  getPairing: 'manager',
  listDevices: 'manager',
  editDevice: 'manager',
  revokeDevice: 'manager',
  unlockDevice: 'manager',
  getSwishStatus: 'door',
  createOrder: 'cashier',
  listOpenOrders: 'cashier',
  editOrder: 'cashier',
  renewOrder: 'cashier',
  parkOrder: 'cashier',
  takeUpOrder: 'cashier',
  recordPayment: 'cashier',
  reversePayment: 'cashier',
  putDiscount: 'cashier',
  removeDiscount: 'cashier',
  admitOrder: 'door',
  saveTill: 'manager',
  saveDoor: 'manager',
  saveTicketSettings: 'manager',
  listTicketKeys: 'door',
  renewTicketKey: 'manager',
  revokeTicketKey: 'manager',
  searchOrders: 'cashier',
  getOrder: 'cashier',
  listOrderScans: 'cashier',
  releaseOrder: 'cashier',
  payCash: 'cashier',
  startSwishPayment: 'cashier',
  getTicketsPdf: 'cashier',
  getTicketQr: 'cashier',
  cancelPaymentAttempt: 'cashier',
  readPaymentAttempt: 'cashier',
  listSwishPayments: 'cashier',
  readRefund: 'cashier',
  seatMoneyDue: 'cashier',
  getSwishSimulator: 'cashier',
  changeSwishSimulator: 'cashier',
  playSwishCustomer: 'cashier',
  listMails: 'cashier',
  retryMail: 'cashier',
  getMailFile: 'cashier',
  listVatClasses: 'door',
  getCustomerDisplay: 'cashier',
  renewCustomerDisplay: 'manager',
  listRegisters: 'cashier',
  openShift: 'cashier',
  listPrinters: 'cashier',
  listRegisterPrinters: 'cashier',
  listPrintJobs: 'cashier',
  retryPrintJob: 'cashier',
  cancelPrintJob: 'cashier',
  printReceiptCopy: 'cashier',
  mailReceipt: 'cashier',
  getReceiptPageQr: 'cashier',
  printTickets: 'cashier',
  createPrinter: 'manager',
  savePrinter: 'manager',
  archivePrinter: 'manager',
  testPrinter: 'manager',
  listSystemPrinters: 'manager',
  saveRegisterPrinters: 'manager',
  getShift: 'cashier',
  moveCash: 'cashier',
  openDrawer: 'cashier',
  getXReport: 'cashier',
  listBlockers: 'cashier',
  handOver: 'cashier',
  markSeen: 'cashier',
  closeShift: 'cashier',
  listZReports: 'cashier',
  getZReport: 'cashier',
  getZReportPdf: 'cashier',
  printZReport: 'cashier',
  printXReport: 'cashier',
  listJournal: 'manager',
  verifyJournal: 'manager',
  createRegister: 'manager',
  editRegister: 'manager',
  settlePaymentAttempt: 'manager',
  refundTickets: 'cashier',
  quoteRefund: 'cashier',
  payByExchange: 'cashier',
  retryRefund: 'cashier',
  settleRefund: 'manager',
  settleMoneyDue: 'manager',
  refundMoneyDue: 'cashier',
  listPeople: 'manager',
  createPerson: 'manager',
  editPerson: 'manager',
  changePin: 'manager',
  listVouchers: 'manager',
  createVoucher: 'manager',
  editVoucher: 'manager',
  createEvent: 'manager',
  editEvent: 'manager',
  createTicketType: 'manager',
  editTicketType: 'manager',
  getRegisterDuty: 'manager',
  createVatClass: 'manager',
  setVatRate: 'manager',
  withdrawVatRate: 'manager',
  getSettings: 'manager',
  saveVenue: 'manager',
  saveMail: 'manager',
  saveLan: 'manager',
  testMail: 'manager',
  saveSwish: 'manager',
  saveSwishCertificate: 'manager',
  removeSwishCertificate: 'manager',
  testSwish: 'manager',
}
const ranks: Who[] = ['anybody', 'door', 'cashier', 'manager']

let office: BoxOffice
let routes: StaffRoute[]

beforeAll(async () => {
  office = await openBoxOffice()
  routes = await listStaffRoutes(office.connections)
})
afterAll(() => office[Symbol.asyncDispose]())

test('every route is in the list of rights, and nothing else', () => {
  expect(routes.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(leastOf).sort())
})

describe('rights', () => {
  /** A body that is refused wherever it is looked at, which is after the rights. */
  const knock = ({ method, path }: StaffRoute, staff: StaffApi) =>
    staff.send(method, path.replace('/api/v1', ''), method === 'GET' ? undefined : { nobody: 'asks for this' })

  test.each(['door', 'cashier', 'manager'] as const)('of a %s', async (role) => {
    const staff = await signInAs(role, office.connections)
    // These end the session, or never end.
    const called = routes.filter(({ operationId }) => !['signOut', 'streamNews'].includes(operationId))
    for (const route of called) {
      if (['removeSwishCertificate', 'testSwish'].includes(route.operationId) && role === 'manager') continue
      const answer = await knock(route, staff)
      const may = ranks.indexOf(role) >= ranks.indexOf(leastOf[route.operationId] ?? 'manager')
      expect.soft(answer.status === 403 ? 'refused' : 'let in', route.operationId).toBe(may ? 'let in' : 'refused')
      if (!may) expect.soft(answer.json(), route.operationId).toMatchObject({ error: { code: 'not_permitted' } })
    }
  })

  test('of nobody', async () => {
    for (const { operationId, method, path } of routes) {
      if (leastOf[operationId] === 'anybody') continue
      const answer = await office.connections.send(method, path, { headers: { 'x-lucka-client': 'staff' } })
      expect.soft(answer.status, operationId).toBe(401)
    }
  })

  test('a write without the staff screens’ own header is refused, whoever is signed in', async () => {
    for (const { operationId, method, path } of routes) {
      if (method === 'GET') continue
      const headers = { cookie: office.staff.cookie(), 'idempotency-key': randomUUID() }
      const answer = await office.connections.send(method, path, { headers, json: {} })
      expect.soft(answer.status, operationId).toBe(403)
      expect.soft(answer.json(), operationId).toMatchObject({ error: { code: 'not_a_staff_screen' } })
    }
  })
})

interface Malformed {
  name: string
  method: string
  path: string
  body: string | Buffer
  key: string
}

const wrongValues: unknown[] = [null, true, -1, 1.5, 2 ** 53, 1e300, 'x'.repeat(40_000), '\ud800', [], {}, [null]]

/** Every alternative of a body's schema that is an object. */
const objectsOf = (schema: JsonSchema): JsonSchema[] => (schema.anyOf ?? [schema]).filter((it) => it.properties)

function isAllowed(value: unknown, schema: JsonSchema): boolean {
  if (schema.anyOf !== undefined) return schema.anyOf.some((it) => isAllowed(value, it))
  if (value === null) return schema.type === 'null'
  if (Array.isArray(value)) return schema.type === 'array'
  if (typeof value === 'object') return schema.type === 'object'
  if (typeof value === 'boolean') return schema.type === 'boolean'
  if (typeof value === 'number') return schema.type === 'integer' || schema.type === 'number'
  return schema.type === 'string'
}

/** Bodies with one field wrong or too many; what else the schema wants is missing or wrong as well, so that none is good. */
function wrongFields(schema: JsonSchema): [string, unknown][] {
  return objectsOf(schema).flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([field, its]) => [
      ...wrongValues
        .filter((value) => !isAllowed(value, its))
        .map((value): [string, unknown] => [`${field} ${JSON.stringify(value).slice(0, 30)}`, { [field]: value }]),
      [`${field} and one more`, { [field]: its.const ?? 'x', nobodyAsksForThis: 1 }] as [string, unknown],
    ]),
  )
}

function malformedOf(route: StaffRoute): Malformed[] {
  const { method, path, body, operationId } = route
  const key = randomUUID()
  const request = (name: string, more: Partial<Malformed>): Malformed => ({
    ...{ name: `${operationId}: ${name}`, method, path, body: '{}', key },
    ...more,
  })
  const parameters = ['0', '-1', '1.5', '1e3', 'abc', '%00', '%zz', '..%2f', '9'.repeat(20), 'x'.repeat(300), '1%20']
  return [
    ...(route.hasParameter
      ? parameters.map((value) => request(`path ${value.slice(0, 10)}`, { path: route.pathWith(value) }))
      : []),
    ...(body === undefined
      ? []
      : [
          ...badBodies().map(([name, bytes]) => request(name, { body: bytes })),
          ...wrongFields(body).map(([name, value]) => request(name, { body: JSON.stringify(value) })),
        ]),
    ...(route.needsKey
      ? ['', 'kort', 'x'.repeat(65), 'a b'.repeat(10), '\u00e5'.repeat(20)].map((it) =>
          request(`key ${it}`, { key: it }),
        )
      : []),
  ]
}

const insideWords =
  /node_modules|\.[jt]s:\d|\bat .+\(|SQLITE|sqlite|\bSELECT\b|\bINSERT\b|\/work\/|\/tmp\/|Error:|\bstack\b/

function faultOf({ status, body, closedByServer }: RawAnswer): string | undefined {
  if (status === 0) return closedByServer ? undefined : 'no answer'
  if (status < 400 || status >= 500) return `status ${String(status)}`
  if (body === '') return undefined
  if (insideWords.test(body)) return 'tells about the inside'
  try {
    JSON.parse(body)
  } catch {
    return 'not JSON'
  }
  return undefined
}

test('malformed requests to every route: no 5xx, no row changed, no words about the inside', async () => {
  // A GET without a parameter has nothing that could be malformed; its query is looked at elsewhere.
  const requests = routes.flatMap(malformedOf)
  const covered = new Set(requests.map(({ name }) => name.split(':')[0]))
  expect(
    routes
      .filter(({ operationId, method }) => method !== 'GET' && !covered.has(operationId))
      .map((it) => it.operationId)
      .sort(),
  ).toEqual(['removeSwishCertificate', 'renewTicketKey', 'signOut', 'testSwish'])
  const before = hashTables(office.server.dataFolder)
  const faults: string[] = []
  const cookie = office.staff.cookie()
  const queue = [...requests]
  const sendNext = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { name, method, path, body, key } = next
      const headers: [string, string][] = [
        ['host', `127.0.0.1:${String(office.server.port)}`],
        ['cookie', cookie],
        ['x-lucka-client', 'staff'],
        ['idempotency-key', key],
        ...(method === 'GET' || method === 'DELETE'
          ? []
          : ([
              ['content-type', 'application/json'],
              ['content-length', String(Buffer.byteLength(body))],
            ] as [string, string][])),
      ]
      const sends = method === 'GET' || method === 'DELETE' ? '' : body
      const answer = await sendRaw(office.server.port, rawRequest(method, path, headers, sends))
      const fault = faultOf(answer)
      if (fault !== undefined) faults.push(`${name.slice(0, 200)}: ${fault} ${answer.body.slice(0, 200)}`)
    }
  }
  await Promise.all(Array.from({ length: 16 }, sendNext))
  expect(faults).toEqual([])
  expect(hashTables(office.server.dataFolder)).toEqual(before)
  expect(findViolations(office.server.dataFolder)).toEqual([])
  expect(office.server.isAlive()).toBe(true)
  process.stderr.write(`${String(requests.length)} malformed requests to ${String(routes.length)} staff routes\n`)
}, 300_000)
