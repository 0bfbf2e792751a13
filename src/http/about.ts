import { z } from 'zod';
import type { Dependencies } from './dependencies.js';

/** What measures here, for whoever files a result: it can be repeated with the same version, method and networks. */
export const aboutSchema = z.object({
  version: z.string(), methodVersion: z.string(), headMethodVersion: z.string(),
  models: z.array(z.object({ name: z.string(), sha256: z.string() })),
});

/** The method as it is part of each result's fingerprint, in its parts: `identify` of src/jobs/perform-task.ts joins them. */
export function describeProgram({ version, method }: Pick<Dependencies, 'version' | 'method'>): z.infer<typeof aboutSchema> {
  const [closeup, headMethodVersion, global] = partsOf(method.modelSha256);
  return { version, methodVersion: method.methodVersion, headMethodVersion, models: [{ name: 'closeup', sha256: closeup }, { name: 'global', sha256: global }] };
}

/** sha256 of the network for close-ups, version of the method for heads (it holds a space), sha256 of the network for heads. */
function partsOf(joined: string): [string, string, string] {
  const words = joined.split(' ');
  return [words[0] ?? '', words.slice(1, -1).join(' '), words.at(-1) ?? ''];
}
