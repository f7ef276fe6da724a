/** Names that no design expects. */
const strangeNames = ['长'.repeat(5_000), 'مرحبا بالعالم \u202e123', '<img src=x onerror="document.title=1">', '👩‍👩‍👧‍👦🌸'.repeat(40), 'a'.repeat(300), ' '];
/** In the scene `strange` the first customers are called what no design expects. */
export const named = <Row extends { name: string }>(row: Row, index: number, scene: string): Row => (scene === 'strange' ? { ...row, name: strangeNames[index] ?? row.name } : row);

/** What else people name is called so too, the same everywhere: users, audiences, SOPs, jobs, the brand itself. */
const namesMet = new Map<string, number>();
export function strangely(key: string, value: unknown): unknown {
  const strange = (name: string) => {
    if (!namesMet.has(name)) namesMet.set(name, namesMet.size);
    return strangeNames[(namesMet.get(name) ?? 0) % strangeNames.length] ?? name;
  };
  if (key === 'name' && typeof value === 'string') return strange(value);
  const { zh = '' } = key === 'title' ? value as { zh?: string } : {};
  return zh === '' ? value : { zh: `导入订单：${strange(zh)}.csv`, en: `Import orders: ${strange(zh)}.csv` };
}
