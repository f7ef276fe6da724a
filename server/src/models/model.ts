import { rfmClasses, type RfmClass } from '@homefield/contract';
import type { Sentence } from '../kernel/index.ts';

export type ModelName = 'rfm';

/** The class of everybody whom a model does not place. For RFM: without a paid order in the window (未分层). */
export const noPurchase = 'no_purchase';

/** Where high begins: the mean or the median over the buyers, or values that the brand sets. */
export type RfmLines = { by: 'mean' } | { by: 'median' } | { by: 'fixed'; recencyDays: number; frequency: number; amountMinor: number };
export type RfmSettings = { lines: RfmLines };
export const rfmDefaults: RfmSettings = { lines: { by: 'mean' } };

export const rfmWindowDays = 365;

export type ClassText = { label: Sentence; play: Sentence };

/** The eight classes with the play that they start with. */
export const rfmTexts: Readonly<Record<RfmClass, ClassText>> = {
  key_value: { label: { zh: '重要价值', en: 'Key value' }, play: { zh: 'VIP 服务、共创', en: 'VIP service, co-creation' } },
  key_growth: { label: { zh: '重要发展', en: 'Key growth' }, play: { zh: '提频、二单券', en: 'Raise the frequency, a coupon for the next order' } },
  key_retain: { label: { zh: '重要保持', en: 'Key retain' }, play: { zh: '主动联系、补货提醒', en: 'Get in touch, refill reminders' } },
  key_win_back: { label: { zh: '重要挽留', en: 'Key win-back' }, play: { zh: '1v1 回访', en: 'A personal call' } },
  general_value: { label: { zh: '一般价值', en: 'General value' }, play: { zh: '提客单套装', en: 'Sets that raise the order value' } },
  general_growth: { label: { zh: '一般发展', en: 'General growth' }, play: { zh: '新客培育', en: 'Nurture as new customers' } },
  general_retain: { label: { zh: '一般保持', en: 'General retain' }, play: { zh: '自动提醒', en: 'Automatic reminders' } },
  general_win_back: { label: { zh: '一般挽留', en: 'General win-back' }, play: { zh: '低成本或不触达', en: 'Low cost or no contact' } },
};

export type ModelText = { name: ModelName; title: Sentence; classes: ReadonlyMap<string, Sentence> };

/** What a rule may name: every model with its classes, the one of everybody else included. */
export const modelTexts: readonly ModelText[] = [{
  name: 'rfm',
  title: { zh: 'RFM 分层', en: 'RFM' },
  classes: new Map([...rfmClasses.map((name): [string, Sentence] => [name, rfmTexts[name].label]), [noPurchase, { zh: '未分层', en: 'No class' }]]),
}];

/** Upper edges of the bands of the picture, both included; the last band is open. */
export const recencyBands = [30, 90, 180, 365] as const;
export const frequencyBands = [1, 2, 4, 9] as const;

/** `0–30`, `31–90`, … and `10+`. `index` counts from 0. */
export function bandText(edges: readonly number[], index: number, lowest: number): string {
  const from = index === 0 ? lowest : (edges[index - 1] ?? 0) + 1;
  const to = edges[index];
  if (to === undefined) return `${from}+`;
  return from === to ? String(from) : `${from}–${to}`;
}

/** Sums of a brand stay below 2^53 minor units, so they are numbers here. */
export type ClassSummary = {
  class: RfmClass; customers: number; salesMinor: number; averageRecencyDays: number; averageFrequency: number; averageAmountMinor: number;
};
/** A cell of the cube R × F × M: bands of recency and frequency, and whether the amount is high. Cells without customers are left out. */
export type Cell = { recency: number; frequency: number; isAmountHigh: boolean; customers: number; salesMinor: number };
export type RfmSummary = {
  buyers: number;
  lines: { recencyDays: number; frequency: number; amountMinor: number };
  classes: ClassSummary[];
  cells: Cell[];
};

export type Snapshot = { snapshotId: bigint; asOfMs: number; takenAtMs: number; settings: RfmSettings; summary: RfmSummary };
