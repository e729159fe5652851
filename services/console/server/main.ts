import { runService } from '@secondlook/kit';

import { readConfig } from './config';
import { startService } from './service';

void runService('console', readConfig, startService);
