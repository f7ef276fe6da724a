import { ApartmentOutlined, AppstoreOutlined, DashboardOutlined, HomeOutlined, ScheduleOutlined, SettingOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons';
import type { Permission } from '@homefield/contract/access';
import type { ReactNode } from 'react';
import { useMay } from './access.ts';

/** The places of the console, in the order of work: look, know, divide, act, run. */
export type PlaceName = 'home' | 'customers' | 'audiences' | 'models' | 'sops' | 'jobs' | 'settings' | 'system';
export type Place = Readonly<{ name: PlaceName; to: '/' | '/customers' | '/audiences' | '/models/rfm' | '/sops' | '/jobs' | '/settings' | '/system'; icon: ReactNode; group: 'look' | 'know' | 'act' | 'run'; /** What one has to be allowed to come here; everybody without it. */ may?: Permission }>;

const places: readonly Place[] = [
  { name: 'home', to: '/', icon: <HomeOutlined />, group: 'look', may: 'insights.read' },
  { name: 'customers', to: '/customers', icon: <UserOutlined />, group: 'know', may: 'customers.read' },
  { name: 'audiences', to: '/audiences', icon: <TeamOutlined />, group: 'know', may: 'audiences.read' },
  { name: 'models', to: '/models/rfm', icon: <AppstoreOutlined />, group: 'know', may: 'models.read' },
  { name: 'sops', to: '/sops', icon: <ApartmentOutlined />, group: 'act', may: 'sops.read' },
  { name: 'jobs', to: '/jobs', icon: <ScheduleOutlined />, group: 'run', may: 'jobs.read' },
  { name: 'settings', to: '/settings', icon: <SettingOutlined />, group: 'run' },
  { name: 'system', to: '/system', icon: <DashboardOutlined />, group: 'run', may: 'system.read' },
];

/** The places that the person may see. */
export function usePlaces(): readonly Place[] {
  const may = useMay();
  return places.filter((place) => !place.may || may(place.may));
}

/** Four places fit a thumb's bar; the others are behind "more". */
export const phonePlaces: readonly PlaceName[] = ['home', 'customers', 'audiences', 'sops'];
