import { create } from 'zustand';

/** Whether changes of jobs arrive by themselves. */
export const useLive = create<{ live: boolean }>()(() => ({ live: false }));
