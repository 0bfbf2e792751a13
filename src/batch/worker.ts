import { runNetworksOnOneThread } from '../segmentation/inference-runtime.js';
import { doTask } from './do-task.js';
import { noticeReplaced } from './notice-replaced.js';
import type { Task } from './work.js';

// The program of a worker process: a picture that brings down or hangs a native library takes only this process with it.
runNetworksOnOneThread();
// Whoever started us decides when to stop; a Ctrl+C in the terminal reaches us too.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', (task: Task) => void doTask(task, noticeReplaced).then((answer) => process.send?.(answer)));
process.send?.('ready');
