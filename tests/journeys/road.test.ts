import { openTestShop } from '#apps/server/src/testing.ts';
import { walkTheRoad } from './road.ts';

walkTheRoad('one process', () => openTestShop({ apart: false }));
walkTheRoad('six processes', () => openTestShop({ apart: true }));
