/** CPU time this thread has used so far (ms): what a computation costs, whoever else is busy on the machine. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
