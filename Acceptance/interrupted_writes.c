// Preloaded into the program under test (LD_PRELOAD): counts what it does to the files below INTERRUPT_BELOW, and at the
// step INTERRUPT_AT ends the process as kill -9 would, or lets the disk be full from there on.
//
// INTERRUPT_HOW: "kill" before the step, "torn" after half of what it writes, "full" for ENOSPC from the step on. The
// number of steps goes to the file INTERRUPT_COUNT after each of them.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long steps;

static int is_below(const char *path) {
    const char *folder = getenv("INTERRUPT_BELOW");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_ours(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_below(path);
}

enum fate { GO_ON, HALF, FULL };

static enum fate step(int is_writing) {
    long number = atomic_fetch_add(&steps, 1) + 1;
    const char *count = getenv("INTERRUPT_COUNT"), *at = getenv("INTERRUPT_AT"), *how = getenv("INTERRUPT_HOW");
    if (count) {
        char text[32];
        int length = snprintf(text, sizeof text, "%ld\n", number);
        int fd = (int)syscall(SYS_openat, AT_FDCWD, count, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        syscall(SYS_write, fd, text, length);
        syscall(SYS_close, fd);
    }
    if (!at || !how || number < atol(at)) return GO_ON;
    if (strcmp(how, "full") == 0) return is_writing ? FULL : GO_ON;
    if (strcmp(how, "torn") == 0 && is_writing) return HALF;
    kill(getpid(), SIGKILL);
    return GO_ON;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define WRITING(name, parameters, call, half)               \
    ssize_t name parameters {                               \
        if (is_ours(fd)) switch (step(1)) {                 \
            case GO_ON: break;                              \
            case FULL: errno = ENOSPC; return -1;           \
            case HALF: REAL(name) half; kill(getpid(), SIGKILL); \
            }                                               \
        return REAL(name) call;                             \
    }

WRITING(write, (int fd, const void *bytes, size_t count), (fd, bytes, count), (fd, bytes, count / 2))
WRITING(pwrite, (int fd, const void *bytes, size_t count, off_t at), (fd, bytes, count, at), (fd, bytes, count / 2, at))
WRITING(pwrite64, (int fd, const void *bytes, size_t count, off64_t at), (fd, bytes, count, at), (fd, bytes, count / 2, at))

int fsync(int fd) {
    if (is_ours(fd)) step(0);
    return REAL(fsync)(fd);
}

int fdatasync(int fd) {
    if (is_ours(fd)) step(0);
    return REAL(fdatasync)(fd);
}

int rename(const char *from, const char *to) {
    if (is_below(to)) step(0);
    return REAL(rename)(from, to);
}

int unlink(const char *path) {
    if (is_below(path)) step(0);
    return REAL(unlink)(path);
}
