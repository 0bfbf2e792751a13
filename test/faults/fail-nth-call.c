/* Loaded with LD_PRELOAD: the n-th call that changes a file below a folder fails, whoever makes it: Node, SQLite, a library.
   FAIL_UNDER names the folder; FAIL_CONTROL a file of four 32-bit numbers that all processes share: how many calls are left until one fails
   (0: none does), the error, whether all after it fail too, and how many have failed. Built by fail-service-writes.mjs. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static volatile int *control;
static const char *under;

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("FAIL_CONTROL");
  int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
  under = getenv("FAIL_UNDER");
  if (file == NULL || under == NULL) return;
  int fd = real_open(file, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *map = mmap(NULL, 16, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (map != MAP_FAILED) control = map;
  close(fd);
}

static int strikes(const char *path) {
  if (control == NULL || control[0] <= 0 || path == NULL || strncmp(path, under, strlen(under)) != 0) return 0;
  int left = __atomic_sub_fetch(&control[0], 1, __ATOMIC_SEQ_CST);
  if (left > 0) return 0;
  if (left < 0 && !control[2]) return 0;
  if (control[2]) control[0] = 1;
  __atomic_add_fetch(&control[3], 1, __ATOMIC_SEQ_CST);
  errno = control[1];
  const char *trace = getenv("FAIL_TRACE");
  if (trace != NULL) { FILE *f = fopen(trace, "a"); if (f) { fprintf(f, "%s\n", path); fclose(f); } errno = control[1]; }
  return 1;
}

static int strikes_fd(int fd) {
  if (control == NULL || control[0] <= 0) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strikes(path);
}

#define REAL(name) static __typeof__(name) *real; if (real == NULL) real = dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *bytes, size_t count) { REAL(write); return strikes_fd(fd) ? -1 : real(fd, bytes, count); }
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { REAL(pwrite); return strikes_fd(fd) ? -1 : real(fd, bytes, count, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) { REAL(pwrite64); return strikes_fd(fd) ? -1 : real(fd, bytes, count, at); }
ssize_t writev(int fd, const struct iovec *pieces, int count) { REAL(writev); return strikes_fd(fd) ? -1 : real(fd, pieces, count); }
ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t at) { REAL(pwritev); return strikes_fd(fd) ? -1 : real(fd, pieces, count, at); }
int fsync(int fd) { REAL(fsync); return strikes_fd(fd) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return strikes_fd(fd) ? -1 : real(fd); }
int ftruncate(int fd, off_t length) { REAL(ftruncate); return strikes_fd(fd) ? -1 : real(fd, length); }
int ftruncate64(int fd, off64_t length) { REAL(ftruncate64); return strikes_fd(fd) ? -1 : real(fd, length); }
int rename(const char *from, const char *to) { REAL(rename); return strikes(to) ? -1 : real(from, to); }
int link(const char *from, const char *to) { REAL(link); return strikes(to) ? -1 : real(from, to); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); return strikes(path) ? -1 : real(path, mode); }

#define CHANGES (O_CREAT | O_WRONLY | O_RDWR)
#define OPEN(name) int name(const char *path, int flags, ...) { REAL(name); \
  va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
  return (flags & CHANGES) && strikes(path) ? -1 : real(path, flags, mode); }
OPEN(open)
OPEN(open64)
