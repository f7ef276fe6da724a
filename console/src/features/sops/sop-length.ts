import type { SopDefinition } from '@homefield/contract';
import { tooLong } from '../../forms/length.ts';

/** As the contract's `sopTextMax` and `sopNameMax` (a test holds them together). */
export const textMax = 4_000;
export const nameMax = 100;

/** Whether something is longer than can be saved; its field says so. */
export function isTooLong(name: string, { steps }: SopDefinition): boolean {
  return tooLong(name.trim(), nameMax) || steps.some((step) => step.kind === 'send' && tooLong(step.text, textMax));
}
