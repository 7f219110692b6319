# Reference figures of groups, strategies, mentoring groups and leavers, computed in R.
#
# Run from the repository root:   Rscript tests/golden/groups.R
# Writes  tests/golden/groups.json
# Debian packages: r-base-core r-cran-sandwich r-cran-emmeans r-cran-afex r-cran-effectsize
#   r-cran-lme4 r-cran-nlme r-cran-jsonlite
#
# difference = exit - entry; every contrast is level - control. A missing score, level or
# mentoring group is null; a figure that is undefined is null.

source(file.path(dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))), "common.R"))
suppressPackageStartupMessages({
  library(sandwich)
  library(emmeans)
  library(afex)
  library(effectsize)
  library(lme4)
})

# ---- Data -------------------------------------------------------------------

# Sum scores of people in mentoring groups that share a part of their change. `level` is given
# per person, `size` people to a mentoring group, the last `alone` people in none.
people <- function(seed, level, shift, size = 1, alone = 0, lo = 10, hi = 60, unit = 1) {
  set.seed(seed)
  n <- length(level)
  within <- function(x) pmin(pmax(round(x / unit) * unit, lo), hi)
  cluster <- (seq_len(n) - 1) %/% size
  cluster <- paste0("g", cumsum(c(TRUE, diff(cluster) != 0 | level[-1] != level[-n])))
  shared <- rnorm(n, 0, (hi - lo) / 25)[as.integer(factor(cluster, unique(cluster)))]
  entry <- within(rnorm(n, (lo + hi) / 2, (hi - lo) / 7))
  exit <- within(0.6 * entry + 0.4 * (lo + hi) / 2 + shift[level] + shared + rnorm(n, 0, (hi - lo) / 17))
  if (alone > 0) cluster[(n - alone + 1):n] <- NA
  data.frame(entry = entry, exit = exit, level = level, cluster = cluster)
}

# A column with gaps, on one line: write_json_file refuses NA, and null is meant by it.
column <- function(x) {
  s <- if (is.numeric(x)) sprintf("%.15g", x) else sprintf("\"%s\"", x)
  if (is.numeric(x)) stopifnot(na.omit(x) == as.numeric(s[!is.na(x)]))
  structure(paste0("[", paste(ifelse(is.na(x), "null", s), collapse = ", "), "]"), class = "json")
}

arms <- function(...) rep(names(c(...)), c(...))


# ---- Comparison with a control level ----------------------------------------

# ancova: lm(exit ~ level + entry); change: lm(difference ~ level), Student's pooled t of two
# levels (checked against t.test), residuals pooled over all levels of several.
contrast <- function(fit, name) {
  row <- summary(fit)$coefficients[name, ]
  list(estimate = row[[1]], se = row[[2]], ci95 = unname(confint(fit)[name, ]), p = row[[4]],
       df = fit$df.residual)
}

# balance: standardised difference of entry scores, SDs averaged by their squares.
balance <- function(named, control) {
  (mean(named) - mean(control)) / sqrt((var(named) + var(control)) / 2)
}

# clusters: sandwich::vcovCL(type = "HC1", cadjust = TRUE), t with G - 1 df. People without a
# mentoring group are clusters alone.
robust <- function(fit, name, cluster) {
  alone <- is.na(cluster)
  cluster[alone] <- paste0("alone", seq_len(sum(alone)))
  se <- sqrt(vcovCL(fit, cluster = cluster, type = "HC1", cadjust = TRUE)[name, name])
  df <- length(unique(cluster)) - 1
  list(n = length(unique(cluster[!alone])), n_alone = sum(alone), se = se,
       ci95 = coef(fit)[[name]] + c(-1, 1) * qt(0.975, df) * se, df = df)
}

# icc: mean squares of aov(); n0 for groups of unequal size.
icc <- function(difference, cluster) {
  known <- !is.na(cluster)
  d <- difference[known]
  g <- factor(cluster[known])
  ms <- summary(aov(d ~ g))[[1]][["Mean Sq"]]
  size <- table(g)
  n0 <- (sum(size) - sum(size^2) / sum(size)) / (length(size) - 1)
  (ms[1] - ms[2]) / (ms[1] + (n0 - 1) * ms[2])
}

# mixed_anova: afex::aov_car, type 2, no sphericity to correct with two waves.
mixed <- function(x) {
  long <- data.frame(id = factor(rep(seq_len(nrow(x)), 2)), level = factor(rep(x$level, 2)),
                     wave = factor(rep(c("entry", "exit"), each = nrow(x))),
                     score = c(x$entry, x$exit))
  fit <- suppressMessages(aov_car(score ~ level + Error(id / wave), data = long, type = 2))
  found <- as.data.frame(fit$anova_table)
  one <- function(name) {
    list(f = found[name, "F"], df1 = found[name, "num Df"], df2 = found[name, "den Df"],
         p = found[name, "Pr(>F)"])
  }
  list(n = nrow(x), between = one("level"), within = one("wave"), interaction = one("level:wave"),
       ss_type = 2)
}

group_case <- function(name, x, control) {
  y <- x[!is.na(x$entry) & !is.na(x$exit) & !is.na(x$level), ]
  y$level <- relevel(factor(y$level), control)
  y$difference <- y$exit - y$entry
  ancova <- lm(exit ~ level + entry, y)
  change <- lm(difference ~ level, y)
  named <- setdiff(levels(y$level), control)
  if (length(named) == 1) {
    t <- t.test(y$difference[y$level == named], y$difference[y$level == control], var.equal = TRUE)
    agree(t$p.value, contrast(change, paste0("level", named))$p)
  }
  by_level <- lapply(setNames(nm = named), function(level) {
    list(ancova = contrast(ancova, paste0("level", level)),
         change = contrast(change, paste0("level", level)),
         balance = balance(y$entry[y$level == level], y$entry[y$level == control]))
  })
  clusters <- NULL
  if (length(named) == 1 && length(unique(na.omit(y$cluster))) >= 30) {
    clusters <- c(robust(ancova, paste0("level", named), y$cluster),
                  list(icc = icc(y$difference, y$cluster)))
  }
  list(name = name, control = control, entry = column(x$entry), exit = column(x$exit), level = column(x$level),
       cluster = column(x$cluster), expected = list(levels = by_level, clusters = clusters,
                                               mixed_anova = mixed(y)))
}

# Without a factor: the mean difference of all people, lm(difference ~ 1).
cluster_case <- function(name, x) {
  y <- x[!is.na(x$entry) & !is.na(x$exit), ]
  y$difference <- y$exit - y$entry
  fit <- lm(difference ~ 1, y)
  list(name = name, entry = column(x$entry), exit = column(x$exit), cluster = column(x$cluster),
       expected = c(robust(fit, "(Intercept)", y$cluster),
                    list(icc = icc(y$difference, y$cluster))))
}

scores <- sai_scores(answered)
real <- data.frame(entry = scores$entry, exit = scores$exit, level = sai$group[answered])
real$cluster <- paste0("g", seq_len(nrow(real)) %% 33)

gaps <- people(7, arms(programme = 90, comparison = 70), c(programme = 3, comparison = 1), 3, 70)
gaps$entry[c(2, 100)] <- NA
gaps$exit[c(5, 6, 120)] <- NA
gaps$level[c(9, 130)] <- NA

groups <- list(
  group_case("sai_salt", real, "placebo"),
  group_case("n4", data.frame(entry = c(12, 15, 11, 20), exit = c(14, 18, 11, 21),
                              level = c("a", "a", "b", "b"), cluster = NA_character_), "b"),
  group_case("n11_small", people(3, arms(programme = 5, comparison = 6),
                                 c(programme = 2, comparison = 0)), "comparison"),
  group_case("n160_gaps", gaps, "comparison"),
  group_case("n240_clusters_in_both", people(4, arms(comparison = 90, programme = 150),
                                             c(programme = -4, comparison = 1), 5), "comparison"),
  group_case("n62_three_levels", people(5, arms(a = 30, b = 20, c = 12), c(a = 1, b = 4, c = -2)),
             "b"),
  group_case("n200_quarters", people(6, arms(x = 120, y = 80), c(x = 0, y = 0.5), 2, 30, 1, 8, 0.25),
             "x"),
  group_case("n900_five_levels", people(8, arms(a = 400, b = 100, c = 50, d = 250, e = 100),
                                        c(a = 1, b = 4, c = -2, d = 0, e = 0)), "d")
)

few_alone <- people(9, arms(all = 120), c(all = 2), 3, 12)
few_alone$exit[c(1, 4, 5, 119)] <- NA
clusters <- list(
  cluster_case("sai_salt", real),
  cluster_case("n90_pairs", people(10, arms(all = 90), c(all = 2), 2)),
  cluster_case("n120_some_alone", few_alone),
  cluster_case("n31_unlike", people(11, arms(all = 62), c(all = 0), 2)),
  cluster_case("n600_large_groups", people(12, arms(all = 600), c(all = -1), 15))
)


# ---- Strategies -------------------------------------------------------------

# emmeans: adjusted means at the mean entry score of those in the model, pairwise differences,
# Holm's correction over all of them.
strategy_case <- function(name, x) {
  x$strategy <- factor(x$level)
  enough <- names(which(table(x$strategy) >= 10))
  y <- droplevels(x[x$strategy %in% enough, ])
  fit <- lm(exit ~ strategy + entry, y)
  means <- emmeans(fit, "strategy")
  adjusted <- as.data.frame(confint(means))
  pairs <- as.data.frame(pairs(means, adjust = "holm"))
  alone <- as.data.frame(summary(pairs(means, adjust = "none"), infer = TRUE))
  names <- strsplit(as.character(pairs$contrast), " - ", fixed = TRUE)
  one <- function(level) {
    own <- x[x$strategy == level, ]
    row <- adjusted[adjusted$strategy == level, ]
    list(strategy = level, n = nrow(own), entry = mean(own$entry), exit = mean(own$exit),
         adjusted = if (nrow(row)) row$emmean, ci95 = if (nrow(row)) c(row$lower.CL, row$upper.CL))
  }
  list(name = name, entry = column(x$entry), exit = column(x$exit), strategy = column(as.character(x$strategy)),
       expected = list(
         strategies = lapply(levels(x$strategy), one),
         pairs = lapply(seq_along(names), function(i) {
           list(one = names[[i]][1], other = names[[i]][2], estimate = pairs$estimate[i],
                se = pairs$SE[i], ci95 = c(alone$lower.CL[i], alone$upper.CL[i]),
                p = alone$p.value[i], p_holm = pairs$p.value[i])
         })))
}

strategies <- list(
  strategy_case("two", people(20, arms(alike = 24, older = 15), c(alike = 1, older = 4))),
  strategy_case("three_and_a_few", people(21, arms(alike = 12, leader = 25, other = 7, older = 10),
                                          c(alike = 1, leader = 4, other = 0, older = -2))),
  strategy_case("four", people(22, arms(a = 60, b = 40, c = 90, d = 35), c(a = 0, b = 3, c = 1, d = 1)))
)


# ---- Leavers ----------------------------------------------------------------

# g: effectsize::hedges_g. g_ci95: effectsize seeks the noncentralities with optim() to about
# four digits, so they are sought here with uniroot() on the same pt(), and compared.
hedges <- function(lost, stayed) {
  theirs <- effectsize::hedges_g(lost, stayed)
  n <- c(length(lost), length(stayed))
  df <- sum(n) - 2
  J <- exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))
  unit <- sqrt(sum(1 / n))
  t <- theirs$Hedges_g / J / unit
  # pt is best with a t that is not negative; far from the limits it warns.
  limit <- function(share) {
    miss <- function(delta) suppressWarnings(pt(abs(t), df, delta)) - share
    J * unit * uniroot(miss, abs(t) + c(-8, 8), tol = 1e-13)$root
  }
  ci95 <- c(limit(0.975), limit(0.025))
  if (t < 0) ci95 <- -rev(ci95)
  stopifnot(abs(ci95 - c(theirs$CI_low, theirs$CI_high)) < 2e-3)
  list(g = theirs$Hedges_g, g_ci95 = ci95)
}

# mixed_model: lme4, REML, on every score there is; nlme agrees. Where lme4 puts the variance of
# people at 0 (a singular fit), lm() without people agrees.
mixed_model <- function(x, on_boundary) {
  long <- data.frame(id = factor(rep(seq_len(nrow(x)), 2)),
                     wave = rep(0:1, each = nrow(x)), score = c(x$entry, x$exit))
  long <- long[!is.na(long$score), ]
  fit <- lmer(score ~ wave + (1 | id), long, REML = TRUE,
              control = lmerControl(optimizer = "bobyqa", calc.derivs = FALSE,
                                    optCtrl = list(rhobeg = 0.2, rhoend = 1e-9)))
  stopifnot(isSingular(fit, tol = 1e-3) == on_boundary)
  row <- summary(fit)$coefficients["wave", ]
  other <- if (on_boundary) {
    summary(lm(score ~ wave, long))$coefficients
  } else {
    summary(nlme::lme(score ~ wave, long, ~ 1 | id, method = "REML",
                      control = nlme::lmeControl(tolerance = 1e-12, msTol = 1e-14)))$tTable
  }
  agree(row[1:2], other["wave", 1:2], 1e-5)
  list(estimate = row[[1]], se = row[[2]], ci95 = row[[1]] + c(-1, 1) * qnorm(0.975) * row[[2]],
       p = 2 * pnorm(-abs(row[[1]] / row[[2]])), n_people = nlevels(droplevels(long$id)),
       n_scores = nrow(long), on_boundary = on_boundary)
}

leaving_case <- function(name, x, on_boundary = FALSE) {
  at_entry <- !is.na(x$entry)
  lost <- x$entry[at_entry & is.na(x$exit)]
  stayed <- x$entry[at_entry & !is.na(x$exit)]
  list(name = name, entry = column(x$entry), exit = column(x$exit),
       expected = c(list(n_lost = length(lost), n_stayed = length(stayed)), hedges(lost, stayed),
                    list(mixed_model = mixed_model(x, on_boundary))))
}

# `gone` of those with entry scores under the median leave first; `late` come at exit only.
leaving <- function(seed, n, gone, late, ...) {
  x <- people(seed, arms(all = n), c(all = 2), ...)[c("entry", "exit")]
  order <- order(x$entry + rnorm(n, 0, 6))
  x$exit[order[seq_len(gone)]] <- NA
  if (late > 0) x$entry[order[n + 1 - seq_len(late)]] <- NA
  x
}

# Exit scores of anybody but the person: the likeness of two scores falls below nothing.
strangers <- leaving(37, 70, 12, 6)
strangers$exit <- rev(strangers$exit[order(strangers$entry)])[rank(strangers$entry, ties.method = "first")]

all <- sai_scores(rep(TRUE, nrow(sai)))
leavers <- list(
  leaving_case("sai_salt", data.frame(entry = all$entry, exit = all$exit)),
  leaving_case("n5", data.frame(entry = c(11, 14, 12, 19, 15), exit = c(NA, NA, 13, 18, 17))),
  leaving_case("n12", leaving(41, 12, 3, 2)),
  leaving_case("n40_many_late", leaving(32, 40, 5, 12)),
  leaving_case("n80_quarters", leaving(33, 80, 20, 0, 1, 0, 1, 8, 0.25)),
  leaving_case("n300", leaving(34, 300, 45, 10)),
  leaving_case("n900", leaving(35, 900, 150, 60)),
  leaving_case("n60_high_leave", within(leaving(36, 60, 0, 0), exit[entry > 38] <- NA)),
  leaving_case("n6_opposite", data.frame(entry = c(12, 19, 15, 18, 11, 16),
                                         exit = c(20, 13, 17, 12, NA, NA)), TRUE),
  leaving_case("n70_strangers", strangers, TRUE)
)

write_json_file(list(groups = groups, clusters = clusters, strategies = strategies,
                     leavers = leavers),
                "groups.json", c("sandwich", "emmeans", "afex", "car", "effectsize", "lme4", "nlme",
                                 "jsonlite"))
