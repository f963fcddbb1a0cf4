/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 *  Fields that nobody touches decay into denormal numbers, which many processors compute a hundred times slower.
 */
#pragma once
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

/** Take denormal numbers for 0 in this thread from now on; does nothing on processors other than x86-64 and aarch64. */
static inline void denormals_flush(void) {
#if defined(__SSE2__)
  _mm_setcsr(_mm_getcsr() | 0x8040U);
#elif defined(__aarch64__)
  unsigned long control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | 1UL << 24));
#endif
}
