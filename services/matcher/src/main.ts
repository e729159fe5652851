import { runService } from '@secondlook/kit';

import { readConfig } from './config';
import { startService } from './service';

void runService('matcher', readConfig, startService);
