"""Registers the compliance lists."""

from wagtail_modeladmin.options import modeladmin_register

from portal_cms.audit.reports import AuditAdmin, SignInAdmin

modeladmin_register(AuditAdmin)
modeladmin_register(SignInAdmin)
