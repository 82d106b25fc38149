import { hash } from '@node-rs/argon2'
import type { SetUpRequest } from '#shared/contract/server-api'
import { err, ok, type Result } from '#shared/domain/result'
import { insertRegister } from '../storage/repositories/register-repository'
import { findSetting, saveSetting } from '../storage/repositories/setting-repository'
import { insertStaffUser, listStaffUsers } from '../storage/repositories/staff-repository'
import { fillWithDemoData, hashDemoStaff } from './demo-data'
import type { ServiceDeps } from './service-deps'
import type { SettingsService } from './settings-service'
import { demoSwish } from './swish/swish-settings'

export interface SetUpService {
  /** True while nobody can sign in: an empty data folder. */
  needed: () => boolean
  isDemo: () => boolean
  /** Fills an empty data folder, all or nothing. */
  run: (request: SetUpRequest) => Promise<Result<undefined, { code: 'already_set_up' }>>
}

export async function createSetUpService(
  deps: ServiceDeps & { settings: SettingsService; onFilled: () => void },
): Promise<SetUpService> {
  const { inTransaction, read, now, settings } = deps
  let needed = (await read(listStaffUsers)).length === 0
  let demo = (await read((db) => findSetting(db, 'demo'))) === true

  return {
    needed: () => needed,
    isDemo: () => demo,
    async run(request) {
      const pinHash = request.kind === 'venue' ? await hash(request.pin) : undefined
      const demoStaff = request.kind === 'demo' ? await hashDemoStaff() : []
      const done = await inTransaction(async (trx) => {
        if ((await listStaffUsers(trx.db)).length > 0) return false
        if (request.kind === 'demo') {
          await fillWithDemoData(trx, demoStaff, now())
        } else if (pinHash !== undefined) {
          await insertStaffUser(trx, { name: request.managerName, role: 'manager', pinHash, demoPin: null }, now())
        }
        const language = request.kind === 'venue' ? request.language : 'sv'
        await insertRegister(trx, language === 'sv' ? 'Kassa 1' : 'Till 1', now())
        await saveSetting(trx, 'demo', request.kind === 'demo', now())
        return true
      })
      if (!done) return err({ code: 'already_set_up' })
      needed = false
      demo = request.kind === 'demo'
      const { venue } = settings.current()
      await settings.saveVenue(
        request.kind === 'demo'
          ? { ...venue, name: 'Fysikalen', address: 'Lindstedtsvägen 24\n114 28 Stockholm' }
          : { ...venue, name: request.venueName, language: request.language },
      )
      if (request.kind === 'demo') await settings.saveSwish(demoSwish)
      deps.onFilled()
      return ok(undefined)
    },
  }
}
