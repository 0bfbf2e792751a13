import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandEntry, expectRefusal, runCommand } from './run-command.js';

describe('a person who asks for help with hair photographs', () => {
  it('sees every command, the exit codes and that it is no diagnosis', async () => {
    const { code, stdout, stderr } = await runCommand(['--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const word of ['measure', 'score', 'evaluate', 'phantom', 'qualify', 'demo', 'Exit codes', 'not a diagnosis']) expect(stdout).toContain(word);
  });

  it('costs at most a quarter of a second of computing', () => {
    const report = "data:text/javascript,process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s}=process.resourceUsage();process.stderr.write(String((u+s)/1000))})";
    const milliseconds = Array.from({ length: 5 }, () => Number(spawnSync(process.execPath, ['--import', report, commandEntry, '--help'], { encoding: 'utf8' }).stderr));
    expect(Math.min(...milliseconds)).toBeGreaterThan(0);
    expect(Math.min(...milliseconds)).toBeLessThan(250);
  });

  it.each(['measure', 'score', 'evaluate', 'phantom', 'qualify', 'demo'])('sees the options of %s', async (command) => {
    const { code, stdout } = await runCommand([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: trichoscore ${command}`);
  });

  it('reads the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect((await runCommand(['--version'])).stdout.trim()).toBe(version);
  });

  it('is helped out of a slip in a command or an option', async () => {
    const command = await runCommand(['mesure', 'a.jpg']);
    expect(command.code).toBe(2);
    expectRefusal(command, 'usage.invalid');
    expect(command.stderr).toContain('Did you mean measure?');
    const option = await runCommand(['measure', 'a.jpg', '--um-per-pix', '2']);
    expect(option.code).toBe(2);
    expect(option.stderr).toContain('Did you mean --um-per-px?');
    for (const [typed, meant] of [['--scale-bar', '--scale-bar-mm'], ['--scalebar', '--scale-bar-mm'], ['--scale', '--um-per-px or --field-width-mm or --scale-bar-mm or --ruler-mm or --device'], ['--um=2', '--um-per-px']]) {
      const slip = await runCommand(['score', 'a.jpg', 'b.jpg', typed, '2']);
      expect(slip.code).toBe(2);
      expect(slip.stderr).toContain(`(Did you mean ${meant}?)`);
    }
  });

  it('is told when help is asked on a command that there is not', async () => {
    const { code, stdout, stderr } = await runCommand(['help', 'measurement']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("error usage.invalid: unknown command 'measurement'");
    expect((await runCommand(['help', 'measure'])).code).toBe(0);
  });

  it.each([[[]], [['measure']], [['score', 'only-one.jpg']], [['phantom']], [['evaluate']], [['demo', 'too', 'much']]])('is told of wrong usage by exit code 2 for %j', async (args) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });
});
