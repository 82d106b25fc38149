import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { MailSettingsEdit, Settings } from '#shared/contract/settings-api'
import type { SealingKey } from '#main/server/sealing-key'
import { createTemporaryFolder } from '../support/server-process'
import { startSourceServer } from '../support/source-server'
import { signInAsDemoManager } from '../support/staff-api'
import { createSwishCertificates } from '../support/swish-certificates'

const NUMBER = '1231181189'
const PASSWORD = 'mejl-lösenord'
const mail: MailSettingsEdit = {
  fromName: 'Lucka',
  fromAddress: 'biljetter@example.se',
  smtp: { host: 'smtp.example.se', port: 587, security: 'starttls', user: 'lucka' },
  password: PASSWORD,
}

/** Starts on the folder, asks how the secrets stand, and stops. */
async function look(dataFolder: string, sealingKey?: SealingKey) {
  await using server = await startSourceServer({ dataFolder, ...(sealingKey && { sealingKey }) })
  const staff = await signInAsDemoManager(server.connections)
  const settings = (await staff.send('GET', '/settings')).json() as Settings
  const { problem } = (await staff.send('GET', '/swish')).json() as { problem: string | null }
  return {
    passwordSet: settings.mail.passwordSet,
    secretsKept: settings.swish.secretsKept,
    number: settings.swish.certificate?.number,
    problem: problem === 'secrets_locked' ? problem : undefined,
    log: server.log(),
  }
}

async function folderWithSecrets(dataFolder: string, sealingKey?: SealingKey): Promise<void> {
  using certificates = createSwishCertificates()
  const { chain, key } = certificates.issue({ number: NUMBER })
  await using server = await startSourceServer({ dataFolder, ...(sealingKey && { sealingKey }) })
  await server.connections.send('POST', '/api/v1/set-up', {
    headers: { 'x-lucka-client': 'staff' },
    json: { kind: 'demo' },
  })
  const staff = await signInAsDemoManager(server.connections)
  for (const [path, body] of [
    ['/settings/mail', mail],
    ['/settings/swish/certificate', { kind: 'pem', certificate: chain, key }],
    [
      '/settings/swish',
      {
        environment: 'production',
        payeeAlias: NUMBER,
        apiBase: 'https://127.0.0.1:1',
        authority: null,
        callbackUrl: null,
        tls12Only: false,
      },
    ],
  ] as const) {
    expect((await staff.send('PUT', path, body)).status, path).toBe(200)
  }
}

const everythingIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

test('secrets of a computer with a key store open with its key, are told when it is away, and stay until it is back', async () => {
  await using folder = await createTemporaryFolder()
  const sealingKey = { key: randomBytes(32), locked: randomBytes(60) }
  await folderWithSecrets(folder.path, sealingKey)

  const open = { passwordSet: true, secretsKept: 'key_store', number: NUMBER, problem: undefined }
  expect(await look(folder.path, sealingKey)).toMatchObject(open)
  const files = everythingIn(folder.path)
  expect([files.includes('PRIVATE KEY'), files.includes(Buffer.from(PASSWORD).toString('latin1'))]).toEqual([
    false,
    false,
  ])
  for (const name of ['secrets.json', 'secrets.key']) {
    expect(statSync(join(folder.path, name)).mode & 0o777, name).toBe(0o600)
  }

  const away = await look(folder.path)
  expect(away).toMatchObject({ passwordSet: false, secretsKept: 'file', number: NUMBER, problem: 'secrets_locked' })
  expect(away.log).toContain('set it again')
  expect(await look(folder.path, sealingKey)).toMatchObject(open)
})

test('secrets from before there was a key store are sealed at the next start', async () => {
  await using folder = await createTemporaryFolder()
  await folderWithSecrets(folder.path)
  expect(everythingIn(folder.path)).toContain('PRIVATE KEY')
  const sealingKey = { key: randomBytes(32), locked: randomBytes(60) }
  expect(await look(folder.path, sealingKey)).toMatchObject({
    passwordSet: true,
    secretsKept: 'key_store',
    number: NUMBER,
  })
  expect(everythingIn(folder.path)).not.toContain('PRIVATE KEY')
})

test('a damaged file of secrets refuses the start and stays as it is', async () => {
  await using folder = await createTemporaryFolder()
  const file = join(folder.path, 'secrets.json')
  writeFileSync(file, '{"smtpPassword":"canary')
  const refusal: unknown = await startSourceServer({ dataFolder: folder.path }).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ code: 'secrets_damaged', message: expect.stringContaining(file) as string })
  expect(String(refusal)).not.toContain('canary')
  expect(readFileSync(file, 'utf8')).toBe('{"smtpPassword":"canary')
})
