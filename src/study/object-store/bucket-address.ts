import { AnalysisError } from '../../errors.js';

/** Where a bucket is and who asks for it. */
export interface BucketAddress {
  /** With the bucket as the first part of its path. */
  readonly endpoint: string;
  readonly region: string;
  /** Put before every name, so that a bucket may hold other things too; empty or ends with a slash. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `s3://bucket/prefix?endpoint=https://…&region=…`. Endpoint and region may come from the environment instead (AWS_ENDPOINT_URL, AWS_REGION);
 * the key comes from there only (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), because a command line is seen by everybody on the machine.
 * @throws AnalysisError `usage.invalid`.
 */
export function readBucketAddress(address: string, environment: Environment = process.env): BucketAddress {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 's3:' || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(url.hostname)) throw wrong('The object store is named as s3://BUCKET, with a folder behind it where it has one.');
  if (url.username !== '' || url.password !== '') throw wrong('The address of the object store holds a key, which everybody on this machine could read.', 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment instead.');
  const region = url.searchParams.get('region') ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const endpoint = url.searchParams.get('endpoint') ?? environment['AWS_ENDPOINT_URL_S3'] ?? environment['AWS_ENDPOINT_URL'] ?? `https://s3.${region}.amazonaws.com`;
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) throw wrong('The endpoint of the object store is no http or https address.');
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'] ?? '';
  if (accessKeyId === '' || secretAccessKey === '') throw wrong('There is no key for the object store.', 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.');
  const folder = url.pathname.replace(/^\/+|\/+$/g, '');
  return { endpoint: `${endpoint.replace(/\/+$/, '')}/${url.hostname}`, region, prefix: folder === '' ? '' : `${folder}/`, accessKeyId, secretAccessKey };
}

function wrong(message: string, hint = 'For example --object-store s3://photographs?endpoint=https://s3.clinic.example'): AnalysisError {
  return new AnalysisError('usage.invalid', message, { hint });
}
