import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSecretsFile } from '#main/server/secrets-file'
import { createNews } from '#main/services/news'
import { createSettingsService } from '#main/services/settings-service'
import { openStorage } from '#main/storage/open-storage'
import { saveSetting } from '#main/storage/repositories/setting-repository'

/** The real settings on a data folder of their own, which can be opened again as after a restart. */
export async function openSettings(options: { key?: Uint8Array; demo?: boolean } = {}) {
  const now = () => new Date().toISOString()
  const folder = mkdtempSync(join(tmpdir(), 'lucka-settings-'))
  const storage = await openStorage({
    dataFolder: folder,
    now: now(),
    restoreNewestBackup: false,
    nativeBinding: undefined,
  })
  const { inTransaction, read } = storage
  if (options.demo === true) await inTransaction((trx) => saveSetting(trx, 'demo', true, now()))
  const news = createNews()
  const secretsFile = join(folder, 'secrets.json')
  const open = async (key: Uint8Array | undefined) => {
    const secrets = openSecretsFile(secretsFile, key)
    return {
      secrets,
      settings: await createSettingsService({ inTransaction, read, now, news, secrets, onChanged: () => undefined }),
    }
  }
  return {
    ...(await open(options.key)),
    /** As after a restart. */
    reopen: () => open(options.key),
    /** As after a restart with another key of the key store, or none. */
    reopenWith: open,
    news,
    secretsFile,
    inTransaction,
    read,
    async [Symbol.asyncDispose]() {
      await storage.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
