import { ApartmentOutlined, BgColorsOutlined, GlobalOutlined, ImportOutlined, LoginOutlined, PlusOutlined, QuestionCircleOutlined, SettingOutlined, SwapOutlined, SyncOutlined, TeamOutlined, UserAddOutlined, UserOutlined, ColumnHeightOutlined, LogoutOutlined } from '@ant-design/icons';
import type { Permission } from '@homefield/contract/access';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from './access.ts';
import { addBrand, useBrands, useSwitchBrand } from './brand-switch.ts';
import { usePlaces } from './places.tsx';
import { chooseDensity, chooseLanguage, chooseTheme, usePreferences } from './preferences.ts';
import type { RecentKind } from './recent.ts';
import { useSignOut, useSignOutText } from './session.ts';
import { useSettingsSections } from './settings-sections.ts';
import { openOverlay } from './shell.ts';

/** A line of the palette that is always there: it is found by its text and by how the text is typed. */
export type PaletteItem = Readonly<{ id: string; text: string; typed: string; icon: ReactNode; keys?: readonly string[]; run: () => void }>;

export const objectIcons: Readonly<Record<RecentKind, ReactNode>> = { customer: <UserOutlined />, sop: <ApartmentOutlined />, audience: <TeamOutlined /> };

export function useOpenObject(): (kind: RecentKind, id: string) => void {
  const navigate = useNavigate();
  return (kind, id) => {
    if (kind === 'customer') void navigate({ to: '/customers/$customerId', params: { customerId: id } });
    else if (kind === 'sop') void navigate({ to: '/sops/$sopId', params: { sopId: id } });
    else void navigate({ to: '/audiences/$audienceId', params: { audienceId: id } });
  };
}

export function usePagesOfPalette(): PaletteItem[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return usePlaces().map(({ name, to, icon, key, typed }) => ({ id: `place-${name}`, text: t(`app.places.${name}`), typed: `${name} ${typed}`, icon, keys: ['g', key], run: () => void navigate({ to }) }));
}

/** What settings are made of: each is a page by its own name. */
export function useSettingsOfPalette(): PaletteItem[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return useSettingsSections().map(({ key, typed }) => ({ id: `settings-${key}`, text: t(`accounts.sections.${key}`), typed, icon: <SettingOutlined />, run: () => void navigate({ to: '/settings', search: { section: key } }) }));
}

type Action = PaletteItem & { may?: Permission };

/** To the other brands of this browser, and to one that it does not hold yet. */
function useBrandsOfPalette(): Action[] {
  const { t } = useTranslation();
  const { go } = useSwitchBrand();
  const others = useBrands().filter(({ present }) => !present);
  return [
    ...others.map((brand): Action => ({ id: `brand-${brand.id}`, text: t('app.brands.switchTo', { name: brand.name }), typed: 'switch brand workspace qiehuandaopinpai qhpp', icon: <SwapOutlined />, run: () => void go(brand) })),
    { id: 'brand-sign-in', text: t('app.brands.signIn'), typed: 'sign in brand dengluqitapinpai dlqtpp', icon: <LoginOutlined />, run: () => void addBrand('brand-sign-in') },
    { id: 'brand-new', text: t('app.brands.open'), typed: 'new brand workspace xinjianpinpai xjpp', icon: <PlusOutlined />, may: 'workspaces.open', run: () => void addBrand('brand-new') },
  ];
}

/** What can be begun from everywhere. Those that need more than a click lead to where it is done. */
export function useActionsOfPalette(): PaletteItem[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const { language, density } = usePreferences();
  const signOut = useSignOut();
  const signOutText = useSignOutText();
  const brands = useBrandsOfPalette();
  const actions: Action[] = [
    { id: 'import', text: t('app.palette.import'), typed: 'import daorudingdan drdd', icon: <ImportOutlined />, may: 'orders.import', run: () => void navigate({ to: '/customers', search: { dialog: 'import' } }) },
    { id: 'audience', text: t('app.palette.newAudience'), typed: 'new audience xinjianrenqun xjrq', icon: <PlusOutlined />, may: 'audiences.write', run: () => void navigate({ to: '/audiences/$audienceId', params: { audienceId: 'new' } }) },
    { id: 'sop', text: t('app.palette.newSop'), typed: 'new sop xinjiansop xjsop', icon: <PlusOutlined />, may: 'sops.write', run: () => void navigate({ to: '/sops/$sopId', params: { sopId: 'new' } }) },
    { id: 'invite', text: t('app.palette.invite'), typed: 'invite user yaoqingtongshi yqts tianjiayonghu', icon: <UserAddOutlined />, may: 'users.manage', run: () => void navigate({ to: '/settings', search: { section: 'users' } }) },
    { id: 'snapshot', text: t('app.palette.snapshot'), typed: 'snapshot rfm gengxinkuaizhao gxkz fenceng', icon: <SyncOutlined />, may: 'models.run', run: () => void navigate({ to: '/models/rfm', search: { dialog: 'snapshot' } }) },
    ...brands,
    { id: 'language', text: t('app.palette.language'), typed: 'language english chinese zhongwen zw yuyan yy', icon: <GlobalOutlined />, run: () => void chooseLanguage(language === 'zh' ? 'en' : 'zh') },
    ...(['light', 'dark', 'system'] as const).map((choice): Action => ({ id: `theme-${choice}`, text: t('app.palette.theme', { theme: t(`app.theme.${choice}`) }), typed: `theme ${choice} waiguan wg zhuti zt`, icon: <BgColorsOutlined />, run: () => chooseTheme(choice) })),
    { id: 'density', text: t(density === 'compact' ? 'app.palette.comfortable' : 'app.palette.compact'), typed: 'density compact midu md jincou jc', icon: <ColumnHeightOutlined />, run: () => chooseDensity(density === 'compact' ? 'comfortable' : 'compact') },
    { id: 'keys', text: t('app.keys.title'), typed: 'keyboard shortcuts jianpan jp kuaijiejian kjj', icon: <QuestionCircleOutlined />, keys: ['?'], run: () => openOverlay('keys') },
    { id: 'out', text: signOutText, typed: 'sign out logout tuichu tc', icon: <LogoutOutlined />, run: () => signOut.mutate() },
  ];
  return actions.filter((action) => !action.may || may(action.may));
}
