import { listPage } from '../../kernel/files/s3.ts';
import { s3Bucket } from '../../kernel/files/s3-call.ts';
import { type Finding, fault, ok, type Patient, sentenceOf } from './check.ts';

/** Whether the bucket of the files answers to the keys at hand. Reads one entry of its list, changes nothing. */
export async function checkFiles({ config, egress }: Pick<Patient, 'config' | 'egress'>): Promise<Finding[]> {
  if (!config.s3) return [ok('files', 'They lie in the data folder.')];
  const { hostname, searchParams } = new URL(config.s3.location);
  const place = `The bucket ${hostname}${searchParams.has('endpoint') ? ` at ${searchParams.get('endpoint')}` : ''}`;
  try {
    // One try after the first: whoever waits for the doctor waits for no server that is gone.
    await listPage(s3Bucket(config.s3, egress, [500]), { prefix: '', after: '', size: 1 });
    return [ok('files', `${place} answers to the keys.`)];
  } catch (error) {
    return [fault('files', sentenceOf(error))];
  }
}
