/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step/scheme.h"

/* ROS2-W: second order for any W; gamma = 1 - 1/sqrt(2) makes it L-stable. k2 in the form that needs no product with A. */
const struct scheme schemes[] = {
    {.name = "ros2",
     .source = "verwer1999",
     .n_stages = 2,
     .gamma = 0.29289321881345247560,
     .a = {{0}, {1}},
     .c = {{0}, {-2}},
     .m = {1.5, 0.5},
     .e = {0.5, 0.5},
     .embedded_order = 1},
};
const size_t n_schemes = sizeof schemes / sizeof *schemes;
