import { create } from 'zustand';

/** What the page that is open calls itself, for the way to it in the header. */
export const usePageTitle = create<{ title: string; path: string }>()(() => ({ title: '', path: '' }));
