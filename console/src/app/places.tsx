import { ApartmentOutlined, AppstoreOutlined, DashboardOutlined, HomeOutlined, ScheduleOutlined, SettingOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons';
import type { Permission } from '@homefield/contract/access';
import type { ReactNode } from 'react';
import { useMay } from './access.ts';

export type PlaceName = 'home' | 'customers' | 'audiences' | 'sops' | 'models' | 'jobs' | 'settings' | 'system';
export type PlaceGroup = 'look' | 'know' | 'act' | 'measure' | 'run';
export type Place = Readonly<{
  name: PlaceName; to: '/' | '/customers' | '/audiences' | '/sops' | '/models/rfm' | '/jobs' | '/settings' | '/system'; icon: ReactNode; group: PlaceGroup;
  /** Pressed after `g` to go there. */
  key: string;
  /** How Chinese readers type it where the language is not Chinese, or no input method is on: pinyin and its initials. */
  typed: string;
  /** What one has to be allowed to come here; everybody without it. */
  may?: Permission;
}>;

/** The places of the console in the order of the business: who they are, what reaches them, what came of it, what it runs on. A new place is one line. */
export const places: readonly Place[] = [
  { name: 'home', to: '/', icon: <HomeOutlined />, group: 'look', key: 'h', typed: 'shouye sy', may: 'insights.read' },
  { name: 'customers', to: '/customers', icon: <UserOutlined />, group: 'know', key: 'c', typed: 'kehu kh', may: 'customers.read' },
  { name: 'audiences', to: '/audiences', icon: <TeamOutlined />, group: 'know', key: 'a', typed: 'renqun rq', may: 'audiences.read' },
  { name: 'sops', to: '/sops', icon: <ApartmentOutlined />, group: 'act', key: 's', typed: 'sop liucheng lc', may: 'sops.read' },
  { name: 'models', to: '/models/rfm', icon: <AppstoreOutlined />, group: 'measure', key: 'm', typed: 'fenceng fc rfm', may: 'models.read' },
  { name: 'jobs', to: '/jobs', icon: <ScheduleOutlined />, group: 'run', key: 'j', typed: 'houtairenwu htrw', may: 'jobs.read' },
  { name: 'settings', to: '/settings', icon: <SettingOutlined />, group: 'run', key: 't', typed: 'shezhi sz' },
  { name: 'system', to: '/system', icon: <DashboardOutlined />, group: 'run', key: 'y', typed: 'xitong xt', may: 'system.read' },
];

/** The places that the person may see. */
export function usePlaces(): readonly Place[] {
  const may = useMay();
  return places.filter((place) => !place.may || may(place.may));
}

/** Where home leads: the first place that a permission opens; undefined when none does. */
export function useFirstPlace(): Place | undefined {
  return usePlaces().find((place) => place.may);
}

/** The place that an address belongs to. */
export function placeAt(path: string): Place | undefined {
  return places.find(({ to }) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)));
}

/** Four places fit a thumb's bar; the others are behind "more". */
export const phonePlaces: readonly PlaceName[] = ['home', 'customers', 'audiences', 'sops'];
