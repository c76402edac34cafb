import { z } from 'zod';

/** The line the simulators print: which inboxes the demo shop has on them, and what had happened before. */
export const DemoWorld = z.object({
  url: z.string(),
  services: z.record(z.string(), z.string()).default({}),
  inboxes: z.array(
    z.object({
      channel: z.string(),
      name: z.string(),
      settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
    }),
  ),
  scenes: z.array(
    z.object({
      path: z.string(),
      body: z.record(z.string(), z.unknown()),
      answer: z.string().nullable(),
      resolved: z.boolean(),
    }),
  ),
});
export type DemoWorld = z.infer<typeof DemoWorld>;
