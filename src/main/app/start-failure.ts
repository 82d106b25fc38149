import { dialog } from 'electron'
import type { ServerFailed } from '#main/hosts/worker-messages'

/** What a person reads first; the server's own English sentence follows as detail. */
const swedishReasons: Record<string, string> = {
  port_taken: 'Ett annat program använder redan porten.',
  data_folder_unwritable: 'Det går inte att skriva i datamappen.',
  data_folder_foreign: 'Datamappen innehåller något annat än Luckas data.',
  data_folder_in_use: 'Datamappen används redan av en annan Lucka.',
  data_folder_on_network: 'Datamappen ligger på en nätverksenhet. Välj en på den här datorn.',
  database_newer: 'Databasen är skapad av en nyare version av Lucka.',
  database_damaged: 'Databasen är skadad. Filen är orörd.',
  secrets_damaged: 'Filen med lösenord och nycklar (secrets.json) är skadad. Filen är orörd.',
  demo_on_existing_data: 'Datamappen har redan data, så inga demodata kan läggas dit.',
  bad_option: 'En startinställning är fel.',
}

const restoreButton = 'Använd senaste säkerhetskopian'

/**
 * Tells why the app cannot start, on standard error and in a dialog, and waits until that has been read.
 *
 * @returns what the person chose: a damaged database may be replaced by the newest sound backup, and is kept beside it
 */
export async function showStartFailure({ code, message }: ServerFailed): Promise<'quit' | 'restore'> {
  process.stderr.write(`lucka: ${message}\n`)
  const mayRestore = code === 'database_damaged'
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'Lucka',
    message: 'Lucka kan inte starta.',
    detail: `${swedishReasons[code] ?? 'Något oväntat hände.'}\n\n${message}`,
    buttons: mayRestore ? ['Avsluta', restoreButton] : ['Avsluta'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  return response === 1 ? 'restore' : 'quit'
}
