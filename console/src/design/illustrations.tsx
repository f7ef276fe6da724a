import type { ReactNode } from 'react';

export const pictureNames = ['start', 'people', 'audience', 'grid', 'flow', 'jobs', 'search', 'broken', 'file', 'key', 'message', 'store', 'locked', 'offline', 'done', 'chart'] as const;
export type PictureName = (typeof pictureNames)[number];

const line = { fill: 'none', stroke: 'var(--line-strong)', strokeWidth: 1.5, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
const accent = { ...line, stroke: 'var(--accent)', strokeWidth: 1.8 } as const;
const soft = { fill: 'var(--accent-soft)', stroke: 'none' } as const;
const person = (x: number, y: number, style: typeof line | typeof accent = line) => (
  <g key={`${x}-${y}`}><circle cx={x} cy={y} r="6" {...style} /><path d={`M${x - 11} ${y + 22}c0-8 4.5-12.5 11-12.5s11 4.500 11 12.500`} {...style} /></g>
);

/** Drawn in the house's two colors, so that they follow light and dark. */
const pictures: Record<PictureName, ReactNode> = {
  start: <><circle cx="80" cy="48" r="34" {...soft} /><path d="M80 22a26 26 0 1 1-24 16" {...accent} /><path d="m52 30 4 9 9-4" {...accent} />{person(80, 42, line)}<path d="M18 82h124" {...line} /></>,
  people: <><circle cx="80" cy="48" r="32" {...soft} />{person(46, 42)}{person(114, 42)}{person(80, 36, accent)}<path d="M22 78h116" {...line} /></>,
  audience: <><circle cx="66" cy="46" r="28" {...soft} /><circle cx="66" cy="46" r="28" {...accent} /><circle cx="96" cy="46" r="28" {...line} /><path d="M81 24v44" {...line} strokeDasharray="2 5" /></>,
  grid: <>{[0, 1, 2].map((row) => [0, 1, 2, 3].map((column) => <rect key={`${row}${column}`} x={36 + column * 23} y={14 + row * 23} width="18" height="18" rx="3" {...(row + column < 2 ? soft : line)} />))}<rect x="36" y="14" width="18" height="18" rx="3" {...accent} /></>,
  flow: <><rect x="56" y="8" width="48" height="18" rx="5" {...accent} /><path d="M80 26v12" {...line} /><rect x="56" y="38" width="48" height="18" rx="5" {...line} /><path d="M80 56v12" {...line} strokeDasharray="2 4" /><circle cx="80" cy="76" r="8" {...soft} /><path d="m76.500 76 2.500 2.500 4.500-5" {...accent} /></>,
  jobs: <><circle cx="80" cy="46" r="30" {...soft} /><circle cx="80" cy="46" r="30" {...line} /><path d="M80 16a30 30 0 0 1 28 19" {...accent} /><path d="M80 30v17l11 7" {...line} /></>,
  search: <><circle cx="74" cy="42" r="24" {...soft} /><circle cx="74" cy="42" r="24" {...line} /><path d="m92 60 16 16" {...accent} /></>,
  broken: <><path d="M28 70h34l8-16 10 26 9-18h43" {...line} stroke="var(--amber)" /><circle cx="80" cy="30" r="15" {...line} /><path d="M80 23v8M80 36.500v.5" {...line} stroke="var(--amber)" /></>,
  file: <><path d="M56 10h34l16 16v52H56z" fill="var(--accent-soft)" stroke="none" /><path d="M56 10h34l16 16v52H56z" {...line} /><path d="M90 10v16h16" {...line} /><path d="M66 42h30M66 52h30M66 62h18" {...accent} /></>,
  key: <><circle cx="60" cy="46" r="16" {...soft} /><circle cx="60" cy="46" r="16" {...accent} /><path d="M76 46h42M106 46v12M118 46v9" {...line} /></>,
  message: <><path d="M40 16h66a8 8 0 0 1 8 8v30a8 8 0 0 1-8 8H66L50 76V62H40a8 8 0 0 1-8-8V24a8 8 0 0 1 8-8z" {...soft} /><path d="M40 16h66a8 8 0 0 1 8 8v30a8 8 0 0 1-8 8H66L50 76V62H40a8 8 0 0 1-8-8V24a8 8 0 0 1 8-8z" {...line} /><path d="M48 33h50M48 45h32" {...accent} /></>,
  store: <><path d="M44 40v38h72V40" {...soft} /><path d="M44 44v34h72V44" {...line} /><path d="M38 22h84l6 18a9 9 0 0 1-17 2 10 10 0 0 1-20 0 10 10 0 0 1-20 0 10 10 0 0 1-20 0 9 9 0 0 1-19-2z" {...accent} /><path d="M70 78V58h20v20" {...line} /></>,
  locked: <><circle cx="80" cy="52" r="32" {...soft} /><rect x="58" y="44" width="44" height="34" rx="5" {...line} /><path d="M66 44v-9a14 14 0 0 1 28 0v9" {...accent} /><path d="M80 58v8" {...accent} /></>,
  offline: <><path d="M36 40a62 62 0 0 1 88 0M50 54a42 42 0 0 1 60 0M64 67a22 22 0 0 1 32 0" {...line} /><circle cx="80" cy="80" r="3" {...line} /><path d="M46 18l68 64" {...line} stroke="var(--amber)" strokeWidth="2" /></>,
  done: <><circle cx="80" cy="48" r="32" {...soft} /><circle cx="80" cy="48" r="32" {...line} strokeDasharray="4 6" /><path d="m66 48 10 10 19-21" {...accent} strokeWidth="2.4" /></>,
  chart: <><path d="M34 78h92" {...line} /><rect x="44" y="52" width="14" height="26" rx="2" {...soft} /><rect x="66" y="38" width="14" height="40" rx="2" {...soft} /><rect x="88" y="46" width="14" height="32" rx="2" {...soft} /><rect x="110" y="26" width="14" height="52" rx="2" {...soft} /><path d="m51 42 22-14 22 9 22-21" {...accent} /></>,
};

export function Picture({ name, size = 160 }: { name: PictureName; size?: number }) {
  return <svg width={size} height={size * 0.6} viewBox="0 0 160 96" aria-hidden="true">{pictures[name]}</svg>;
}
