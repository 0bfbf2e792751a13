// Loaded into a process with `node --import`: writes into GUARD_TRACE how much memory it took, and every connection that it tried to make.
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  appendFileSync(process.env.GUARD_TRACE, `connection ${JSON.stringify(args[0])}\n`);
  return connect.apply(this, args);
};
process.on('exit', () => appendFileSync(process.env.GUARD_TRACE, `memory ${process.resourceUsage().maxRSS}\n`));
