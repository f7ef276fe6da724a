import { ApartmentOutlined, AppstoreOutlined, HomeOutlined, ScheduleOutlined, SettingOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';

/** The places of the console, in the order of work: look, know, divide, act, run. */
export type PlaceName = 'home' | 'customers' | 'audiences' | 'models' | 'sops' | 'jobs' | 'settings';
export type Place = Readonly<{ name: PlaceName; to: '/' | '/customers' | '/audiences' | '/models/rfm' | '/sops' | '/jobs' | '/settings'; icon: ReactNode; group: 'look' | 'know' | 'act' | 'run' }>;

export const places: readonly Place[] = [
  { name: 'home', to: '/', icon: <HomeOutlined />, group: 'look' },
  { name: 'customers', to: '/customers', icon: <UserOutlined />, group: 'know' },
  { name: 'audiences', to: '/audiences', icon: <TeamOutlined />, group: 'know' },
  { name: 'models', to: '/models/rfm', icon: <AppstoreOutlined />, group: 'know' },
  { name: 'sops', to: '/sops', icon: <ApartmentOutlined />, group: 'act' },
  { name: 'jobs', to: '/jobs', icon: <ScheduleOutlined />, group: 'run' },
  { name: 'settings', to: '/settings', icon: <SettingOutlined />, group: 'run' },
];

/** Four places fit a thumb's bar; the others are behind "more". */
export const phonePlaces: readonly PlaceName[] = ['home', 'customers', 'audiences', 'sops'];
