/* Answers GETs after delays that are known: for benchmarks/load.py, which compiles it.

   load_server PORT LOG [FREEZE EVERY [DELAY]]     seconds; milliseconds for DELAY

   Delays are stratified: of every 1000 requests each thousandth of the distribution comes once,
   in an order that is the same each time. Between (0, 5), (.5, 20), (.95, 280), (.99, 900) and
   (1, 3000) ms it is a straight line on a logarithmic scale. What each request really took is
   written to LOG at the end (SIGTERM): when it came and how long it was, from the request's last
   byte to the answer's writing, in microseconds. With FREEZE nothing is done for so many seconds
   at the start of every EVERY, and each request takes DELAY.
   One thread; epoll and one heap of what is due. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define MOST 65536      /* files */
#define ANSWERS 4000000 /* lines of the log */

typedef struct { double due, came; int file; unsigned made; } Due;
static Due heap[MOST];
static int waiting;
static char kept[MOST][2048];
static int length[MOST];
static unsigned made[MOST]; /* tells a file from an earlier one of the same number */
static unsigned lines[ANSWERS][2];
static int answers;
static volatile sig_atomic_t stopping;
static double strata[1000];
static const char ANSWER[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nhello, load\n";

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static double quantile(double share) {
    static const double at[] = {0, .5, .95, .99, 1}, ms[] = {5, 20, 280, 900, 3000};
    int k = 0;
    while (k < 3 && share > at[k + 1]) k++;
    double within = (share - at[k]) / (at[k + 1] - at[k]);
    return exp(log(ms[k]) + within * (log(ms[k + 1]) - log(ms[k]))) / 1000;
}

static void shuffle(void) {
    unsigned long long chance = 20261125;
    for (int k = 0; k < 1000; k++) strata[k] = quantile((k + .5) / 1000);
    for (int k = 999; k > 0; k--) {
        chance = chance * 6364136223846793005ULL + 1442695040888963407ULL;
        int other = (int)((chance >> 33) % (unsigned)(k + 1));
        double held = strata[k];
        strata[k] = strata[other], strata[other] = held;
    }
}

static void push(Due one) {
    int at = waiting++;
    for (; at && heap[(at - 1) / 2].due > one.due; at = (at - 1) / 2) heap[at] = heap[(at - 1) / 2];
    heap[at] = one;
}

static Due pop(void) {
    Due first = heap[0], last = heap[--waiting];
    int at = 0, child;
    while ((child = 2 * at + 1) < waiting) {
        if (child + 1 < waiting && heap[child + 1].due < heap[child].due) child++;
        if (last.due <= heap[child].due) break;
        heap[at] = heap[child], at = child;
    }
    heap[at] = last;
    return first;
}

static void stop(int number) { (void)number; stopping = 1; }

static void done(int file) { made[file]++; close(file); }

static void take(int poll, int door) {
    int file, yes = 1;
    while ((file = accept4(door, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (file >= MOST) { close(file); continue; }
        struct epoll_event wanted = {.events = EPOLLIN, .data.fd = file};
        setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        length[file] = 0;
        epoll_ctl(poll, EPOLL_CTL_ADD, file, &wanted);
    }
}

int main(int count, char **words) {
    if (count < 3) return 2;
    double freeze = count > 4 ? atof(words[3]) : 0, every = count > 4 ? atof(words[4]) : 0;
    double fixed = count > 5 ? atof(words[5]) / 1000 : 0, began = now();
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1]))};
    struct rlimit files = {MOST, MOST};
    int door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poll = epoll_create1(0), yes = 1;
    int bell = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    unsigned long long arrived = 0;
    setrlimit(RLIMIT_NOFILE, &files);
    prctl(PR_SET_TIMERSLACK, 1UL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTERM, stop);
    shuffle();
    inet_pton(AF_INET, "127.0.0.1", &place.sin_addr);
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(door, (void *)&place, sizeof place) || listen(door, 4096)) return perror("bind"), 1;
    socklen_t size = sizeof place;
    getsockname(door, (void *)&place, &size);
    printf("%d\n", ntohs(place.sin_port)), fflush(stdout);
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = door}, events[512];
    epoll_ctl(poll, EPOLL_CTL_ADD, door, &wanted);
    wanted.data.fd = bell;
    epoll_ctl(poll, EPOLL_CTL_ADD, bell, &wanted);
    while (!stopping) {
        if (waiting) {
            double due = heap[0].due > 0 ? heap[0].due : 1e-9;
            struct itimerspec at = {.it_value = {(time_t)due, (long)((due - (time_t)due) * 1e9) + 1}};
            timerfd_settime(bell, TFD_TIMER_ABSTIME, &at, NULL);
        }
        int ready = epoll_wait(poll, events, 512, 1000);
        if (freeze) {
            double into = fmod(now() - began, every);
            if (into < freeze) usleep((useconds_t)((freeze - into) * 1e6));
        }
        double moment = now();
        for (int k = 0; k < ready; k++) {
            int file = events[k].data.fd;
            unsigned long long rung;
            if (file == door) { take(poll, door); continue; }
            if (file == bell) { (void)!read(bell, &rung, sizeof rung); continue; }
            long got = read(file, kept[file] + length[file], sizeof kept[file] - 1 - length[file]);
            if (got <= 0) { done(file); continue; }
            length[file] += got, kept[file][length[file]] = 0;
            if (!strstr(kept[file], "\r\n\r\n")) continue;
            length[file] = 0;
            double delay = freeze ? fixed : strata[arrived % 1000];
            arrived++;
            if (waiting < MOST) push((Due){moment + delay, moment, file, made[file]});
        }
        while (waiting && heap[0].due <= now()) {
            Due one = pop();
            if (one.made != made[one.file]) continue;
            (void)!write(one.file, ANSWER, sizeof ANSWER - 1);
            if (answers < ANSWERS) {
                lines[answers][0] = (unsigned)((one.came - began) * 1e6);
                lines[answers++][1] = (unsigned)((now() - one.came) * 1e6);
            }
        }
    }
    FILE *log = fopen(words[2], "w");
    if (!log) return perror("log"), 1;
    for (int k = 0; k < answers; k++) fprintf(log, "%u %u\n", lines[k][0], lines[k][1]);
    return fclose(log);
}
