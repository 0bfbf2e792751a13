import { z } from 'zod';
import { splitMethodParts } from '../jobs/method-parts.js';
import type { Dependencies } from './dependencies.js';

/** What measures here, for whoever files a result: it can be repeated with the same version, method and networks. */
export const aboutSchema = z.object({
  version: z.string(), methodVersion: z.string(), headMethodVersion: z.string(),
  models: z.array(z.object({ name: z.string(), sha256: z.string() })),
});

/** The method as it is part of each result's fingerprint, in its parts. */
export function describeProgram({ version, method }: Pick<Dependencies, 'version' | 'method'>): z.infer<typeof aboutSchema> {
  const { closeupSha256, headMethodVersion, globalSha256 } = splitMethodParts(method.modelSha256);
  return { version, methodVersion: method.methodVersion, headMethodVersion, models: [{ name: 'closeup', sha256: closeupSha256 }, { name: 'global', sha256: globalSha256 }] };
}
