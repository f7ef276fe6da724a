/** How many mass messages one customer can get: as many as the month has days, or `count` a calendar week or day. */
export type MassCap = { per: 'month' } | { per: 'week' | 'day'; count: number };

/** The limits of the platform as data: when WeCom changes one, it is a setting here. Times in ms unless the name says else. */
export interface SandboxRules {
  /** Local time of the corp, for caps and working hours. */
  utcOffsetMinutes: number;
  tokenLifeSeconds: number;
  cursorLifeMs: number;
  /** Share of pages that come out shorter than asked, as the real ones may. */
  shortPageShare: number;
  frequency: { perMinute: number; perHour: number; minuteBlockMs: number; hourBlockMs: number };
  massMessage: {
    cap: MassCap;
    customersMax: number;
    chatsMax: number;
    textBytesMax: number;
    attachmentsMax: number;
    tagsPerListMax: number;
    /** How long a new message answers 41063. */
    dispatchMs: number;
    remindersMax: number;
    reminderWindowMs: number;
    listSpanMaxMs: number;
  };
  welcome: { lifeMs: number; codeShare: number };
  contactWay: { countMax: number; membersMax: number; remarkMax: number; stateMax: number; listDefaultMs: number };
  tags: { corpMax: number; nameMax: number; perPairMax: number };
  remark: { remarkMax: number; descriptionMax: number; companyMax: number };
  appMessage: { receiversMax: number; perMinute: number; perHour: number; textBytesMax: number; duplicateIntervalSeconds: number };
  callback: { timeoutMs: number; triesMax: number; retryWaitMs: number };
}

/** Any part of the rules; what is left out keeps its default. */
export type RulesInput = { [Name in keyof SandboxRules]?: SandboxRules[Name] extends number ? number : Partial<SandboxRules[Name]> };

const DAY_MS = 86_400_000;

/** What the platform documents at the end of 2025. */
export const DEFAULT_RULES: SandboxRules = {
  utcOffsetMinutes: 480,
  tokenLifeSeconds: 7200,
  cursorLifeMs: 30 * 60_000,
  shortPageShare: 0,
  frequency: { perMinute: 10_000, perHour: 150_000, minuteBlockMs: 60_000, hourBlockMs: 3_600_000 },
  massMessage: {
    cap: { per: 'month' }, customersMax: 10_000, chatsMax: 2_000, textBytesMax: 4_000, attachmentsMax: 9, tagsPerListMax: 100,
    dispatchMs: 5_000, remindersMax: 3, reminderWindowMs: DAY_MS, listSpanMaxMs: 31 * DAY_MS,
  },
  welcome: { lifeMs: 20_000, codeShare: 1 },
  contactWay: { countMax: 500_000, membersMax: 100, remarkMax: 30, stateMax: 30, listDefaultMs: 90 * DAY_MS },
  tags: { corpMax: 10_000, nameMax: 30, perPairMax: 3_000 },
  remark: { remarkMax: 20, descriptionMax: 150, companyMax: 20 },
  appMessage: { receiversMax: 1_000, perMinute: 30, perHour: 1_000, textBytesMax: 2_048, duplicateIntervalSeconds: 1_800 },
  callback: { timeoutMs: 5_000, triesMax: 3, retryWaitMs: 1_000 },
};

export function fillRules(input: RulesInput = {}): SandboxRules {
  const filled = Object.entries(DEFAULT_RULES).map(([name, standard]) => {
    const given = input[name as keyof SandboxRules];
    return [name, typeof standard === 'object' ? { ...standard, ...(given as object | undefined) } : given ?? standard];
  });
  return Object.fromEntries(filled) as SandboxRules;
}
