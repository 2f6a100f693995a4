import * as z from 'zod/mini';

/**
 * How an instance, or one surface, is to look and speak. Only its keys are judged here: what they hold is the widget's to
 * parse (`widget/lib/look/`).
 */
export const lookShape = {
  appearance: z.optional(z.unknown()),
  locale: z.optional(z.unknown()),
  texts: z.optional(z.unknown()),
};

export const Look = z.strictObject(lookShape, 'must be an object with appearance, locale or texts');
export type Look = z.infer<typeof Look>;
