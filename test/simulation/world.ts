import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { BoxOffice } from '../support/box-office-services'
import { FAST_FOLDER } from '../support/fast-folder'
import { createHostileSwish } from '../support/hostile-swish'
import { openMortalOffice, type MortalOffice } from '../support/mortal-office'
import { seededRandom, type SeededRandom } from '../support/seeded-random'
import { createVirtualTime } from '../support/virtual-time'
import { findFaults } from './find-faults'
import { createPeople } from './people'
import type { Memory, World } from './world-view'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Seats that are too few, so that events sell out, and reservations that run out while people pay. */
const EVENTS = [
  { seats: 8, reservationSeconds: 60 },
  { seats: 40, reservationSeconds: 120 },
  { seats: 60, reservationSeconds: 300 },
  { seats: 1_000, reservationSeconds: 900 },
]

export interface WorldReport {
  payments: number
  paid: number
  refunds: number
  refundsDue: number
  crashes: number
  requests: number
  virtualMs: number
  faults: string[]
}

/** Keeps every move of an attempt and a refund, whoever makes it, to compare the orders' stories with. */
const witness = `
  CREATE TABLE seen_move (id INTEGER PRIMARY KEY, kind TEXT, order_id INTEGER, to_status TEXT);
  CREATE TRIGGER see_attempt AFTER UPDATE OF status ON payment_attempt WHEN new.status <> old.status
    BEGIN INSERT INTO seen_move (kind, order_id, to_status) VALUES ('payment', new.order_id, new.status); END;
  CREATE TRIGGER see_refund AFTER UPDATE OF status ON refund WHEN new.status <> old.status
    BEGIN INSERT INTO seen_move (kind, order_id, to_status) VALUES ('refund', new.order_id, new.status); END;`

function onFile<T>(dataFolder: string, work: (database: Sqlite.Database) => T): T {
  const database = new Sqlite(join(dataFolder, 'lucka.sqlite'))
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** How long the office stays dark: mostly somebody starts it again at once, now and then only after the weekend. */
function outageMs(random: SeededRandom): number {
  const kind = random.below(20)
  if (kind < 12) return random.between(SECOND, 15 * SECOND)
  return kind < 18 ? random.between(MINUTE, 30 * MINUTE) : random.between(HOUR, 3 * DAY)
}

/**
 * Plays one box office with its customers, cashiers and manager against a hostile Swish until about `payments` have been
 * started, then lets quiet hours pass on a healthy line. All that happens follows from the seed.
 */
export async function playWorld(
  seed: number,
  options: { payments: number; crashEverySteps: number },
): Promise<WorldReport> {
  const time = createVirtualTime()
  const random = seededRandom(seed)
  const faultShare = random.pick([0, 10, 25])
  const longestSilenceMs = random.chance(0.06) ? 20 * HOUR : HOUR
  const faults: string[] = []
  let current: MortalOffice | undefined
  let reopened: Promise<void> = Promise.resolve()
  let tellReopened: () => void = () => undefined
  let isClosing = false
  let mayCrash = false
  let crashes = 0
  const nextCrash = () => random.between(1, 2 * options.crashEverySteps)
  let stepsToCrash = nextCrash()

  const swish = createHostileSwish({
    time,
    random,
    faultShare,
    longestSilenceMs,
    deliver: (callback) => void current?.ask((office) => office.callbacks.receive(callback)),
  })

  async function open(dataFolder: string): Promise<MortalOffice> {
    return openMortalOffice({
      time,
      transport: swish.transport,
      random: random.fraction,
      environment: 'production',
      dataFolder,
      atStep: (_step, kill) => {
        if (!mayCrash || --stepsToCrash > 0) return
        stepsToCrash = nextCrash()
        kill()
      },
    })
  }

  function look(when: string, office: BoxOffice): void {
    for (const broken of office.brokenInvariants()) faults.push(`${when}: ${JSON.stringify(broken)}`)
    for (const failure of office.failures)
      faults.push(`${when}: ${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}`)
  }

  async function ask<T>(question: (office: BoxOffice) => Promise<T>): Promise<T | undefined> {
    await reopened
    return (await current?.ask(question))?.answer
  }

  async function crash(dead: MortalOffice): Promise<void> {
    crashes++
    current = undefined
    reopened = new Promise((resolve) => (tellReopened = resolve))
    await time.rest()
    look(`after crash ${crashes} at ${time.now()}`, dead.office)
    const { dataFolder } = dead.office
    await dead.bury()
    await time.pass(outageMs(random))
    await start(dataFolder)
  }

  async function start(dataFolder: string): Promise<void> {
    current = await open(dataFolder)
    void current.ask(async (office) => {
      await office.swish.resume()
      await office.refunds.resume()
    })
    tellReopened()
  }

  async function play(isOver: () => boolean): Promise<void> {
    while (!isOver() && faults.length === 0) {
      if (!(await time.step(Number.POSITIVE_INFINITY))) return
      if (current !== undefined && !current.isAlive()) await crash(current)
    }
  }

  /** The line goes down for a while, now and then. */
  function cutTheLine(): void {
    time.timers.after(random.between(5 * MINUTE, 2 * HOUR), () => {
      if (isClosing) return
      swish.cutUntil(time.elapsedMs() + random.between(SECOND, random.pick([MINUTE, 20 * MINUTE])))
      cutTheLine()
    })
  }

  const folder = mkdtempSync(join(FAST_FOLDER, 'lucka-world-'))
  try {
    const first = await open(folder)
    current = first
    const { office } = first
    const events = []
    for (const event of EVENTS) events.push(await office.createEvent(event))
    onFile(folder, (database) => database.exec(witness))
    const memory: Memory = { toldPaid: new Set(), settledByHand: new Map(), refundsSettledByHand: new Map() }
    const world: World = {
      time,
      random,
      swish,
      events,
      memory,
      ask,
      isOpen: () => reopened,
      isClosing: () => isClosing,
    }
    const people = createPeople(world, (error) =>
      faults.push(`somebody met ${error instanceof Error ? (error.stack ?? '') : String(error)}`),
    )
    mayCrash = true
    cutTheLine()
    people.open()
    await play(() => people.started() >= options.payments)
    isClosing = true
    await play(() => people.present() === 0)
    mayCrash = false
    swish.heal()
    const quietUntilMs = time.elapsedMs() + longestSilenceMs + HOUR
    await play(() => time.elapsedMs() >= quietUntilMs)
    if (current.isAlive()) look('at the end', current.office)
    if (faults.length === 0) faults.push(...(await findFaults(current.office, world)))
    const count = (sql: string) => onFile(folder, (database) => database.prepare(sql).pluck().get() as number)
    return {
      payments: count('SELECT count(*) FROM payment_attempt'),
      paid: count(`SELECT count(*) FROM payment_attempt WHERE status = 'paid'`),
      refunds: count('SELECT count(*) FROM refund'),
      refundsDue: count('SELECT count(*) FROM refund_due'),
      crashes,
      requests: swish.requests.length,
      virtualMs: time.elapsedMs(),
      faults,
    }
  } finally {
    await current?.bury()
    swish.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
