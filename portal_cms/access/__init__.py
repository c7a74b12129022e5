"""The machinery of object permissions in the Wagtail admin: policies, scoped viewsets, choosers, forms.

No rule of a single model lives here. Each portal model's queryset answers `visible_to(user)` (and, where
changing needs more than seeing, `changeable_by(user)`); everything in this package asks only that.
"""
