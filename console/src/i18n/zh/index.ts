import { app } from './app.ts';
import { audiences } from './audiences.ts';
import { common, problems } from './common.ts';
import { customers } from './customers.ts';
import { design } from './design.ts';
import { forms } from './forms.ts';
import { home } from './home.ts';
import { imports } from './imports.ts';
import { jobs } from './jobs.ts';
import { models } from './models.ts';
import { organization } from './organization.ts';
import { sops } from './sops.ts';
import { stores } from './stores.ts';
import { system } from './system.ts';
import { views } from './views.ts';

const zh = { app, audiences, common, customers, design, forms, home, imports, jobs, models, organization, problems, sops, stores, system, views };
export default zh;
export type Dictionary = typeof zh;
