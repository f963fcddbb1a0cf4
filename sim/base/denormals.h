/** @file
 *  Fields that nobody touches decay into denormal numbers, which many processors compute a hundred times slower.
 */
#pragma once
#ifdef __SSE2__
#include <xmmintrin.h>
#endif

/** Take denormal numbers for 0 in this thread from now on. */
static inline void denormals_flush(void) {
#ifdef __SSE2__
  _mm_setcsr(_mm_getcsr() | 0x8040U);
#endif
}
